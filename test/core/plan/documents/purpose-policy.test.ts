import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../../../core/context/habits/baseline.ts';
import { learn } from '../../../../core/context/habits/learn.ts';
import { placeUse } from '../../../../core/context/place.ts';
import { nothingDeclared } from '../../../../core/context/recorded-context.ts';
import { sightingOf } from '../../../../core/context/sighting.ts';
import { planActions } from '../../../../core/plan/action-plan.ts';
import { inlineQuota, inlineSize } from '../../../../core/plan/documents/deny-document.ts';
import { purposeDocument } from '../../../../core/plan/documents/purpose-policy.ts';
import { purposeOf, workOf } from '../../../../core/verdict/purpose.ts';
import { days } from '../../../cases/history.ts';
import { places } from '../../../cases/places.ts';
import { declared } from '../../../cases/standing.ts';
import { noon } from '../../../cases/use.ts';
import { decision, facts } from '../decisions.ts';
import { passes } from '../judge.ts';

function purpose(expected: object | null, history = days(20, { action: 'bedrock:Converse' })) {
  const baseline = emptyBaseline();
  for (const one of history) learn(baseline, sightingOf(one, placeUse(one, places), null), 'learn');
  const words = expected === null ? null : declared({ expected: { ...nothingDeclared.expected, ...expected } });
  return purposeOf({ declared: words, baseline }, noon);
}

describe('what an agent is for', () => {
  it('is what its owner declared, actions before services', () => {
    expect(purpose({ actions: ['bedrock:Converse', 's3:Get*'], services: ['s3'] })).toEqual([
      'bedrock:Converse',
      'bedrock:invokemodel',
      's3:Get*',
    ]);
    expect(purpose({ services: ['Bedrock.amazonaws.com', 'monitoring'] })).toEqual(['bedrock:*', 'cloudwatch:*']);
    expect(purpose({ actions: ['ReadOnlyAccess'], services: ['s3'] })).toEqual(['s3:*']);
    // IAM takes no such patterns.
    for (const services of [['s3*'], ['s3', ''], ['my service']]) expect(purpose({ services })).toBeNull();
    for (const action of [
      '*:*',
      's3:',
      ' s3:Get*',
      's3.amazonaws.com:GetObject',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ])
      expect(purpose({ actions: [action], services: ['s3'] })).toEqual(['s3:*']);
  });

  it('is else what it does, and what a trail may not show of it', () => {
    expect(purpose(null)).toEqual(expect.arrayContaining(['bedrock:*', 's3:*Object', 'dynamodb:Query']));
    expect(purpose(null)).not.toEqual(expect.arrayContaining(['secretsmanager:*']));
  });

  it('is not known of who has done nothing yet', () => {
    expect(purpose(null, days(2))).toBeNull();
  });
});

describe('what is kept of a service that it did something new in', () => {
  const work = (expected: object | null, action: string, deed: string) => {
    const baseline = emptyBaseline();
    for (const one of days(20, { action })) learn(baseline, sightingOf(one, placeUse(one, places), null), 'learn');
    const words = expected === null ? null : declared({ expected: { ...nothingDeclared.expected, ...expected } });
    return workOf({ declared: words, baseline }, noon, [deed]);
  };

  it('is what it reads there, whatever that is called', () => {
    expect(work(null, 'ecr:BatchCheckLayerAvailability', 'ecr:DeleteRepository')).toEqual(
      expect.arrayContaining(['ecr:Get*', 'ecr:BatchCheckLayerAvailability']),
    );
  });

  it('is what no trail shows of it, where the service is the owner’s word, too', () => {
    const kept = work({ services: ['s3', 'sqs'] }, 's3:ListBuckets', 's3:PutBucketLifecycle');
    expect(kept).toEqual(expect.arrayContaining(['sqs:*', 's3:*Object']));
    expect(kept).not.toContain('s3:*');
  });

  it('is, of what its owner named, all but what it did', () => {
    const named = { actions: ['s3:GetObject', 'sqs:Delete*', 'sqs:SendMessage'] };
    expect(work(named, 'sqs:DeleteMessage', 'sqs:DeleteQueue')).toEqual([
      's3:GetObject',
      'sqs:DeleteMessage',
      'sqs:SendMessage',
    ]);
    expect(work({ actions: ['sqs:DeleteQueue'] }, 's3:ListBuckets', 'sqs:DeleteQueue')).toBeNull();
  });
});

describe('a pin to a purpose', () => {
  it('that an owner wrote down as calls leaves the permissions behind them', () => {
    const calls = purposeDocument(
      purpose({ actions: ['bedrock:Converse', 's3:ListObjectsV2'] }) ?? [],
      inlineQuota.role,
    );
    if (!calls.ok) throw new Error(calls.error);
    const may = (action: string) => passes(calls.value.document, { action, ip: '203.0.113.66', viaService: false });
    expect(['bedrock:InvokeModel', 's3:ListBucket', 's3:GetObject'].map(may)).toEqual([true, true, false]);
  });

  const made = purposeDocument(['bedrock:*', 's3:GetObject'], inlineQuota.user);
  if (!made.ok) throw new Error(made.error);
  const can = (action: string, viaService = false) =>
    passes(made.value.document, { action, ip: '203.0.113.66', viaService });

  it('leaves the work, and takes all else, wherever it is called from', () => {
    expect(
      ['bedrock:InvokeModel', 's3:GetObject', 'logs:PutLogEvents', 'sts:GetCallerIdentity'].map((one) => can(one)),
    ).toEqual([true, true, true, true]);
    expect(
      ['s3:PutObject', 'secretsmanager:GetSecretValue', 'iam:CreateAccessKey', 'sts:AssumeRole'].map((one) => can(one)),
    ).toEqual([false, false, false, false]);
  });

  it('lets services act for the workload', () => expect(can('kms:Decrypt', true)).toBe(true));

  it('fits into what IAM leaves, or says that it does not', () => {
    expect(inlineSize(made.value.document)).toBeLessThan(inlineQuota.user);
    expect(purposeDocument(['bedrock:*'], 100)).toMatchObject({
      ok: false,
      error: expect.stringContaining('does not fit'),
    });
  });

  it('leaves only what is on record where there is no room for what may be everyday', () => {
    const wanted = purpose(null) ?? [];
    const all = purposeDocument(wanted, inlineQuota.user);
    if (!all.ok) throw new Error(all.error);
    const less = purposeDocument(wanted, inlineSize(all.value.document) - 1);
    if (!less.ok) throw new Error(less.error);
    const goesOn = ({ document }: typeof all.value) =>
      ['bedrock:InvokeModel', 'sqs:ReceiveMessage', 'iam:CreateUser'].map((action) =>
        passes(document, { action, ip: '203.0.113.66', viaService: false }),
      );
    expect([goesOn(all.value), goesOn(less.value)]).toEqual([
      [true, true, false],
      [true, false, false],
    ]);
  });

  it('leaves what is on record where there is no room for what may be everyday, by whichever name', () => {
    const wanted = ['kms:Decrypt', ...(purpose(null) ?? [])];
    const all = purposeDocument(wanted, inlineQuota.user);
    if (!all.ok) throw new Error(all.error);
    const less = purposeDocument(wanted, inlineSize(all.value.document) - 1);
    if (!less.ok) throw new Error(less.error);
    const call = (action: string) => passes(less.value.document, { action, ip: '203.0.113.66', viaService: false });
    expect(['kms:Decrypt', 'sns:Publish'].map(call)).toEqual([true, false]);
  });

  it('says whether it leaves what no trail shows', () => {
    const given = decision({ action: 'pin', purpose: purpose(null) ?? [] });
    const sentence = (inlineCharacters: number) => planActions(given, facts({ inlineCharacters })).sentences[0];
    expect(sentence(0)).toMatch(/which is bedrock, and calls that no trail shows\.$/);
    expect(sentence(1_600)).toMatch(/which is bedrock, without calls that no trail shows\.$/);
  });

  it('is what carries out the pin of a decision that names one, and says what goes on', () => {
    const [measure] = planActions(decision({ action: 'pin', purpose: ['bedrock:*', 's3:Get*'] }), facts()).measures;
    expect(measure).toMatchObject({
      kind: 'pin',
      sentence: 'User bot is denied everything outside its purpose, which is bedrock, s3.',
    });
    expect(measure?.doesNotStop[0]).toContain('Calls within its purpose still work');
  });
});
