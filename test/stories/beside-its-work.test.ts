import { describe, expect, it } from 'vitest';
import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { account, roleArn, roleSession } from '../core/intake/sample.ts';
import { call, office, runners, start, watched } from './watch.ts';

/** A thief on the machine itself comes from where it always was, with what it has: only what is done tells. */

const strike = start + 24 * day;

interface Workload {
  readonly work: readonly string[];
  readonly from: string;
  /** The outside provider that vouches for it, where one does, and by what name, where the record tells. */
  readonly provider?: string;
  readonly subject?: string;
}

const uploads: Workload = { work: ['s3:ListBucket', 's3:GetBucketLocation', 'sqs:GetQueueAttributes'], from: runners };

const keyAt = (at: Instant) => `ASIAUPLOADS${String(at / hour).padStart(9, '0')}`;

function doing({ from, provider, subject }: Workload, at: Instant, actions: readonly string[]) {
  const session = roleSession(roleArn('Uploads'), 'uploads', keyAt(at), at);
  const webIdFederationData = {
    federatedProvider: `arn:aws:iam::${account}:oidc-provider/${provider}`,
    attributes: { ...(subject !== undefined && { [`${provider}:sub`]: subject }) },
  };
  const context = { ...(session.sessionContext as object), ...(provider !== undefined && { webIdFederationData }) };
  return actions.map((action, i) => call({ ...session, sessionContext: context }, at + i * minute, action, from));
}

/** The record of the making of a session alone tells who it was made for. */
function made({ provider, from }: Workload, at: Instant, maker: string) {
  const identityProvider = `arn:aws:iam::${account}:oidc-provider/${provider}`;
  const who = {
    type: 'WebIdentityUser',
    principalId: `${identityProvider}:sts:${maker}`,
    userName: maker,
    identityProvider,
  };
  return call(who, at - minute, 'sts:AssumeRoleWithWebIdentity', from, {
    requestParameters: { roleArn: roleArn('Uploads'), roleSessionName: 'uploads' },
    responseElements: {
      credentials: { accessKeyId: keyAt(at), expiration: 'Oct 1, 2026, 9:00:00 AM' },
      subjectFromWebIdentityToken: maker,
      provider: identityProvider,
    },
  });
}

const cluster = 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF';
const errand = ['ec2:DescribeInstances', 'iam:CreateUser', 'ec2:RunInstances'];

function answer(workload: Workload, actions: readonly string[] = errand) {
  const past = Array.from({ length: 24 }, (_, n) => doing(workload, start + n * day, workload.work)).flat();
  const { decisions } = watched([...past, ...doing(workload, strike, actions)]);
  return decisions.filter(({ at }) => at >= strike).at(-1);
}

describe('a workload that goes from one grave call to the next', () => {
  it.each([
    ['', {}],
    [', in a cluster', { provider: cluster, subject: 'system:serviceaccount:media:uploads' }],
    [', in a cluster, of which no more is told', { provider: cluster }],
  ])('keeps its work, and loses what it never did%s', (_, changes) => {
    const told = answer({ ...uploads, ...changes });
    expect(told).toMatchObject({ action: 'pin', verdict: 'compromised' });
    expect(told?.purpose).toEqual(expect.arrayContaining(['s3:*', 'sqs:*']));
    expect(told?.purpose).not.toContain('iam:*');
  });

  it.each([
    ['in a cluster of one’s own', 'system:serviceaccount:media:uploads', 'pin'],
    ['for a repository', 'project_path:acme/shop:ref_type:branch:ref:main', 'notify'],
  ])('runs %s by the record of its making', (_, maker, action) => {
    const workload = { ...uploads, provider: 'oidc.acme.example' };
    const days = Array.from({ length: 24 }, (_, n) => start + n * day);
    const past = days.flatMap((at) => [made(workload, at, maker), ...doing(workload, at, workload.work)]);
    const { decisions } = watched([...past, made(workload, strike, maker), ...doing(workload, strike, errand)]);
    expect(decisions.filter(({ at }) => at >= strike).at(-1)).toMatchObject({ action });
  });

  it('is pinned whatever harmless call comes last', () => {
    expect(answer(uploads, [...errand, 'lambda:InvokeFunction', 'kms:Decrypt'])).toMatchObject({ action: 'pin' });
  });

  it('keeps of a service that one of the calls is in what it reads and always did there', () => {
    const ofMachines = { ...uploads, work: [...uploads.work, 'ec2:DescribeInstances', 'ec2:CreateTags'] };
    for (const actions of [errand, [...errand, 's3:ListBucket']]) {
      const told = answer(ofMachines, actions);
      expect(told?.action).toBe('pin');
      expect(told?.purpose).toEqual(expect.arrayContaining(['s3:*', 'ec2:Describe*', 'ec2:CreateTags']));
      for (const gone of ['ec2:*', 'ec2:RunInstances', 'iam:*']) expect(told?.purpose).not.toContain(gone);
    }
  });

  it('is quarantined for what it does next in a service that was left to it', () => {
    const ofFunctions = { ...uploads, work: [...uploads.work, 'lambda:ListFunctions'] };
    const past = Array.from({ length: 24 }, (_, n) => doing(ofFunctions, start + n * day, ofFunctions.work)).flat();
    const answersTo = (...more: string[]) =>
      watched([...past, ...doing(ofFunctions, strike, [...errand, ...more])])
        .decisions.filter(({ at }) => at >= strike)
        .map(({ action }) => action)
        .filter((action) => action !== 'notify');
    expect(answersTo('lambda:CreateFunction')).toEqual(['pin', 'quarantine']);
    expect(answersTo('ec2:RunInstances', 'lambda:ListFunctions', 'ecs:CreateCluster')).toEqual(['pin']);
    // What the pin denies already: a second call in the service of a deed.
    expect(answersTo('ec2:RunInstances', 'ec2:CreateKeyPair', 'ec2:TerminateInstances')).toEqual(['pin']);
  });

  it('is quarantined for deleting by number what no pin to its work stops', () => {
    const past = Array.from({ length: 24 }, (_, n) => doing(uploads, start + n * day, uploads.work)).flat();
    const deletions = Array.from({ length: 20 }, () => 's3:DeleteObject');
    const { decisions } = watched([...past, ...doing(uploads, strike, [...errand, ...deletions])]);
    const answers = decisions.filter(({ at, action }) => at >= strike && action !== 'notify');
    expect(answers.map(({ action }) => action)).toEqual(['pin', 'quarantine']);
    expect(answers[1]?.purpose).toEqual(answers[0]?.purpose);
  });

  it.each([13, 25])('is spoken of again where a deed gets through, though it waits for %i hours', (hours) => {
    const past = Array.from({ length: 24 }, (_, n) => doing(uploads, start + n * day, uploads.work)).flat();
    const later = strike + hours * hour;
    const next = (action: string) =>
      watched([...past, ...doing(uploads, strike, errand), ...doing(uploads, later, [action])]).decisions.filter(
        ({ at }) => at >= later,
      );
    expect(next('s3:DeleteBucket').map(({ action }) => action)).toEqual(['notify']);
    expect(next('ec2:RunInstances')).toEqual([]);
  });

  it('is spoken of four times a day at most, however often deeds get through', () => {
    const past = Array.from({ length: 24 }, (_, n) => doing(uploads, start + n * day, uploads.work)).flat();
    const later = strike + 25 * hour;
    const deeds = Array.from({ length: 10 }, (_, n) => doing(uploads, later + n * hour, ['s3:DeleteBucket'])).flat();
    const { decisions } = watched([...past, ...doing(uploads, strike, errand), ...deeds]);
    expect(decisions.filter(({ at }) => at >= later)).toHaveLength(4);
  });

  const ruin = [
    'ssm:SendCommand',
    'rds:DeleteDBInstance',
    'kms:ScheduleKeyDeletion',
    'dynamodb:DeleteTable',
    'elasticfilesystem:DeleteFileSystem',
  ];
  it('is pinned for ruin in more services than an errand has to do with', () => {
    expect(answer(uploads, ruin)).toMatchObject({ action: 'pin', verdict: 'compromised' });
    expect(answer(uploads, ruin.slice(0, 4))).toMatchObject({ action: 'notify' });
  });

  /** Recovery of tables switched off, or on, and what is deleted after that. */
  function afterRecovery(isOn: boolean, actions: readonly string[]) {
    const past = Array.from({ length: 24 }, (_, n) => doing(uploads, start + n * day, uploads.work)).flat();
    const requestParameters = { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: isOn } };
    const [first, ...rest] = doing(uploads, strike, ['dynamodb:UpdateContinuousBackups', ...actions]);
    const { decisions } = watched([...past, { ...first, requestParameters }, ...rest]);
    return decisions.filter(({ at }) => at >= strike).at(-1);
  }

  it('is pinned for ruin in one service once it took every way back', () => {
    const told = afterRecovery(false, ['dynamodb:DeleteBackup', 'dynamodb:DeleteTable']);
    expect(told).toMatchObject({ action: 'pin', verdict: 'compromised' });
    expect(told?.purpose).not.toContain('dynamodb:*');
    expect(afterRecovery(false, ['dynamodb:DeleteTable'])).toMatchObject({ action: 'notify' });
    expect(afterRecovery(true, ['dynamodb:DeleteBackup', 'dynamodb:DeleteTable'])).toMatchObject({ action: 'notify' });
  });

  it('is quarantined where one of the calls would go on within its work', () => {
    const asking = { ...uploads, work: [...uploads.work, 'sts:GetCallerIdentity'] };
    const told = answer(asking, ['iam:CreateUser', 'ec2:RunInstances', 'sts:GetFederationToken']);
    expect(told?.action).toBe('quarantine');
  });

  it('is one in all its sessions', () => {
    const past = Array.from({ length: 24 }, (_, n) => doing(uploads, start + n * day, uploads.work)).flat();
    const now = errand.flatMap((action, i) => doing(uploads, strike + i * hour, [action]));
    const { decisions } = watched([...past, ...now]);
    expect(decisions.at(-1)).toMatchObject({ action: 'pin', verdict: 'compromised' });
  });

  it.each([
    ['lists models, and asks one', ['bedrock:ListFoundationModels', 'bedrock:InvokeModel']],
    ['looks for databases, and changes one', ['rds:DescribeDBInstances', 'rds:ModifyDBInstance']],
    ['starts machines at the end of the month, and ends them', ['ec2:RunInstances', 'ec2:TerminateInstances']],
    ['rotates a key', ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey']],
    ['reads its new configuration and a secret', ['ssm:GetParameter', 'secretsmanager:GetSecretValue']],
    [
      'reads a secret, and asks a model',
      ['secretsmanager:GetSecretValue', 'bedrock:ListFoundationModels', 'bedrock:InvokeModel'],
    ],
    [
      'rotates a key that lies in a secret',
      ['secretsmanager:GetSecretValue', 'iam:CreateAccessKey', 'secretsmanager:PutSecretValue'],
    ],
    ['drains machines', ['ssm:SendCommand', 'ec2:TerminateInstances']],
    ['is told to run commands', ['ssm:DescribeInstanceInformation', 'ssm:SendCommand']],
  ])('takes up one duty, %s, and is told of at most', (_, actions) => {
    expect(answer(uploads, actions)?.action ?? 'notify').toBe('notify');
  });

  it.each([
    ['rolls out what others wrote', { work: [...uploads.work, 'ecs:UpdateService'] }],
    ['makes machines every day', { work: [...uploads.work, 'ec2:RunInstances'] }],
    ['hands out rights every day', { work: [...uploads.work, 'iam:PutRolePolicy'] }],
    ['rolls stacks out every day', { work: [...uploads.work, 'cloudformation:ExecuteChangeSet'] }],
    ['runs for a repository', { provider: 'gitlab.com', subject: 'project_path:acme/shop:ref_type:branch:ref:main' }],
    ['runs for one that is named like a cluster', { provider: 'gitlab.com', subject: 'project_path:oidc.eks.example' }],
    ['stands on a desk, where somebody may begin to build', { from: office }],
  ])('is told of where it %s', (_, changes) => {
    expect(answer({ ...uploads, ...changes }, [...errand, 'lambda:CreateFunction'])).toMatchObject({
      action: 'notify',
    });
  });
});
