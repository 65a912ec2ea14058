import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type AssumeRoleCommandOutput,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../simulator/aws/simulated-aws.ts';
import { allowAll, away, clientsOf, denyAll, home, policyText, simulation, trustText } from './simulation.ts';

let { aws, clock, iam, sts } = simulation();
let bot: Credentials;

beforeEach(async () => {
  ({ aws, clock, iam, sts } = simulation());
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  bot = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
});

const allowBot = (PolicyDocument = allowAll) =>
  iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'work', PolicyDocument }));

async function createRole(accountId: string, AssumeRolePolicyDocument: string, MaxSessionDuration = 7_200) {
  const client = clientsOf(aws, aws.administrator(accountId)).iam;
  await client.send(
    new CreateRoleCommand({ RoleName: 'Worker', Path: '/team/', AssumeRolePolicyDocument, MaxSessionDuration }),
  );
  await client.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'work', PolicyDocument: allowAll }));
}

function assume(accountId: string, more: Partial<AssumeRoleCommandInput> = {}, credentials = bot) {
  const RoleArn = `arn:aws:iam::${accountId}:role/team/Worker`;
  return clientsOf(aws, credentials).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'run', ...more }));
}

const asCredentials = (answer: Pick<AssumeRoleCommandOutput, 'Credentials'>): Required<Credentials> => ({
  accessKeyId: answer.Credentials?.AccessKeyId ?? '',
  secretAccessKey: answer.Credentials?.SecretAccessKey ?? '',
  sessionToken: answer.Credentials?.SessionToken ?? '',
});

describe('AssumeRole', () => {
  const botArn = `arn:aws:iam::${home}:user/bot`;

  test.each<[why: string, accountId: string, trusted: string, own: string | null, allowed: boolean]>([
    ['trust in the user itself is enough at home', home, botArn, null, true],
    ['trust in the account needs the user’s own policy', home, home, null, false],
    ['trust in the account and the user’s own policy', home, home, allowAll, true],
    ['the user’s own policy without trust', home, away, allowAll, false],
    ['abroad, trust alone', away, botArn, null, false],
    ['abroad, trust and the user’s own policy', away, home, allowAll, true],
    ['trust against the user’s own denial', home, botArn, denyAll, false],
  ])('%s', async (_why, accountId, trusted, own, allowed) => {
    await createRole(accountId, trustText(trusted));
    if (own !== null) await allowBot(own);
    const outcome = await assume(accountId).then(
      () => true,
      (error: Error) => error.name,
    );
    expect(outcome).toBe(allowed ? true : 'AccessDenied');
  });

  test('gives a session of the role’s account, without the role’s path in its ARN', async () => {
    await allowBot();
    await createRole(away, trustText(home));
    const answer = await assume(away, { DurationSeconds: 900 });
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/);
    expect(answer.Credentials?.Expiration).toEqual(new Date(clock.at + 900_000));
    expect(answer.AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{16}:run$/);
    const identity = await clientsOf(aws, asCredentials(answer)).sts.send(new GetCallerIdentityCommand({}));
    const Arn = `arn:aws:sts::${away}:assumed-role/Worker/run`;
    expect(identity).toMatchObject({ Account: away, Arn, UserId: answer.AssumedRoleUser?.AssumedRoleId });
  });

  test('a source identity needs the trust policy’s word, and follows into chained sessions', async () => {
    await allowBot();
    await createRole(home, trustText(home));
    await expect(assume(home, { SourceIdentity: 'alice' })).rejects.toThrow('sts:SetSourceIdentity');
    const Action = ['sts:AssumeRole', 'sts:SetSourceIdentity'];
    await createRole(away, policyText({ Effect: 'Allow', Principal: { AWS: [home, away] }, Action }));
    const first = asCredentials(await assume(away, { SourceIdentity: 'alice' }));
    const chained = asCredentials(await assume(away, { SourceIdentity: 'bob' }, first));
    const other = asCredentials(await assume(away, { SourceIdentity: 'bob' }));

    const Condition = { StringEquals: { 'aws:SourceIdentity': 'alice' } };
    const PolicyDocument = policyText({ Effect: 'Deny', Action: '*', Resource: '*', Condition });
    const administrator = clientsOf(aws, aws.administrator(away)).iam;
    await administrator.send(
      new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'Rescind-c1', PolicyDocument }),
    );
    const call = { action: 's3:GetObject', resource: '*', from: { ip: '192.0.2.1' } };
    const allowed = [first, chained, other].map(({ accessKeyId }) => aws.attempt({ ...call, accessKeyId }).allowed);
    expect(allowed).toEqual([false, false, true]);
  });

  test('a trust policy may ask for an external id', async () => {
    await allowBot();
    const Condition = { StringEquals: { 'sts:ExternalId': 'e-1' } };
    await createRole(
      away,
      policyText({ Effect: 'Allow', Principal: { AWS: home }, Action: 'sts:AssumeRole', Condition }),
    );
    await expect(assume(away)).rejects.toThrow('not authorized');
    await expect(assume(away, { ExternalId: 'e-1' })).resolves.toBeDefined();
  });

  test('session policies limit the session', async () => {
    await allowBot();
    await createRole(home, trustText(home));
    const Policy = policyText({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });
    const { accessKeyId } = asCredentials(await assume(home, { Policy }));
    const call = { accessKeyId, resource: '*', from: { ip: '192.0.2.1' } };
    expect(aws.attempt({ ...call, action: 's3:GetObject' }).allowed).toBe(true);
    expect(aws.attempt({ ...call, action: 's3:PutObject' }).allowed).toBe(false);
  });

  test('lasts as long as the role allows, chained an hour at most', async () => {
    await allowBot();
    await createRole(home, trustText(home));
    await expect(assume(home, { DurationSeconds: 7_201 })).rejects.toThrow('MaxSessionDuration');
    const session = asCredentials(await assume(home, { DurationSeconds: 7_200 }));
    await expect(assume(home, { DurationSeconds: 3_601 }, session)).rejects.toThrow('MaxSessionDuration');
    await expect(assume(home, { DurationSeconds: 3_600 }, session)).resolves.toBeDefined();
  });

  test('a missing role and a suspended account look like a denial', async () => {
    await allowBot();
    await expect(assume(away)).rejects.toMatchObject({ name: 'AccessDenied' });
    await createRole(away, trustText(home));
    aws.account(away).status = 'SUSPENDED';
    await expect(assume(away)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('who calls', () => {
  test('an unknown key, and a session without its token, are invalid', async () => {
    const unknown = clientsOf(aws, { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }).sts;
    await expect(unknown.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    const { Credentials: token } = await clientsOf(aws, bot).sts.send(new GetSessionTokenCommand({}));
    const bare = clientsOf(aws, { accessKeyId: token?.AccessKeyId ?? '', secretAccessKey: 'x' }).sts;
    await expect(bare.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  test('a user’s session calls IAM only with multi-factor authentication, and mints no more of its kind', async () => {
    await allowBot();
    const minted = async (mfa: object) => {
      const { Credentials: token } = await clientsOf(aws, bot).sts.send(new GetSessionTokenCommand(mfa));
      return token?.AccessKeyId ?? '';
    };
    const call = { action: 'iam:ListUsers', resource: '*', from: { ip: '192.0.2.1' } };
    const [plain, strong] = [
      await minted({}),
      await minted({ SerialNumber: 'arn:aws:iam::1:mfa/b', TokenCode: '123456' }),
    ];
    expect(aws.attempt({ ...call, accessKeyId: plain }).allowed).toBe(false);
    expect(aws.attempt({ ...call, accessKeyId: strong }).allowed).toBe(true);
    expect(aws.attempt({ ...call, accessKeyId: strong, action: 'sts:GetSessionToken' }).allowed).toBe(false);
  });

  test('a user’s session may assume a role, a federated user none, whatever its policy', async () => {
    await allowBot();
    await createRole(home, trustText(home));
    const { sts: own } = clientsOf(aws, bot);
    const token = await own.send(new GetSessionTokenCommand({}));
    const federated = await own.send(new GetFederationTokenCommand({ Name: 'guest', Policy: allowAll }));
    await expect(assume(home, {}, asCredentials(token))).resolves.toBeDefined();
    await expect(assume(home, {}, asCredentials(federated))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('GetAccessKeyInfo tells the account of any key', async () => {
    await expect(sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: bot.accessKeyId }))).resolves.toMatchObject({
      Account: home,
    });
    await expect(sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIANOBODYATALL0' }))).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});
