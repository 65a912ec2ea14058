import { describe, expect, test } from 'vitest';
import { knownActions } from '../../../../core/context/grants/actions/known-actions.ts';
import type { PolicyText } from '../../../../core/context/grants/policy-texts.ts';
import type { Fields } from '../../../../core/intake/fields.ts';
import { isWithin } from '../../../../core/plan/documents/policy-subset.ts';
import { type RightSize, rightSized, type UsedGrants } from '../../../../core/plan/documents/right-size.ts';
import { parsePolicy } from '../../../../simulator/aws/policy/document.ts';
import { evaluate, type NamedPolicy } from '../../../../simulator/aws/policy/evaluate.ts';
import { Random } from '../../../../simulator/random.ts';
import { tries } from '../../../depth.ts';

const services = ['s3', 'sqs', 'kms', 'sns', 'dynamodb', 'secretsmanager', 'sts'];
const names = services.flatMap((service) => (knownActions().get(service) ?? []).map(({ action }) => action));
const places = [
  '*',
  'arn:aws:s3:::a*',
  'arn:aws:s3:::a1/*',
  'arn:aws:sqs:*:111122223333:q?',
  ['arn:aws:s3:::$', '{aws:username}'].join(''),
];
const asked = ['arn:aws:s3:::a1/x', 'arn:aws:s3:::b', 'arn:aws:sqs:eu-west-1:111122223333:q1', 'arn:aws:s3:::ada'];
const conditions = [
  null,
  null,
  { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
  { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
  { Bool: { 'aws:SecureTransport': 'true' } },
];

/** A pattern that may cover much or little. */
function patternOf(random: Random): string {
  const name = random.pick(names);
  const [service = '', verb = ''] = name.split(':');
  return random.weighted<string>([
    [name, 4],
    [`${service}:*`, 3],
    [`${service}:${verb.slice(0, 3)}*`, 2],
    [`${service}:*${verb.slice(-4)}`, 1],
    [`${service}:?${verb.slice(1)}`, 1],
    ['*', 0.1],
  ]);
}

function statementOf(random: Random): Fields {
  const some = <T>(of: () => T): T[] => Array.from({ length: random.between(1, 4) }, of);
  const Condition = random.pick(conditions);
  return {
    Effect: random.chance(0.2) ? 'Deny' : 'Allow',
    [random.chance(0.15) ? 'NotAction' : 'Action']: some(() => patternOf(random)),
    [random.chance(0.1) ? 'NotResource' : 'Resource']: some(() => random.pick(places)),
    ...(Condition === null ? {} : { Condition }),
  };
}

function policyOf(name: string, random: Random): PolicyText {
  const statements = Array.from({ length: random.between(1, 4) }, () => statementOf(random));
  return { name, by: 'inline', statements };
}

const asPolicy = (statements: readonly Fields[]): NamedPolicy => {
  const read = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity');
  if (!read.ok) throw new Error(read.error);
  return { name: 'one', document: read.value };
};

function allows(policies: readonly NamedPolicy[], action: string, random: Random): boolean {
  const context = new Map<string, string>([
    ['aws:username', 'ada'],
    ['aws:sourceip', random.pick(['192.0.2.7', '198.51.100.1'])],
    ['aws:requestedregion', random.pick(['eu-west-1', 'us-east-1'])],
    ['aws:securetransport', 'true'],
  ]);
  const principal = { accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/ada', sessionArn: null };
  const request = { action, resource: random.pick(asked), principal, context };
  return evaluate(request, { identity: policies, limits: [], resource: null }).decision === 'allowed';
}

/** What was used of it: some actions that it allows, all of them by name. */
function usedOf(texts: readonly PolicyText[], random: Random): UsedGrants {
  const whole = [asPolicy(texts.flatMap(({ statements }) => statements))];
  const covered = random
    .shuffled(names)
    .slice(0, 80)
    .filter((action) => allows(whole, action, random));
  const calls = random
    .shuffled(covered)
    .slice(0, random.between(1, 8))
    .map((action) => ({ action, times: 3 }));
  const unseen = new Set(random.shuffled(services).slice(0, 1));
  return {
    evidence: { isUsed: () => false, isObservable: (action) => !unseen.has(action.split(':')[0] ?? '') },
    calls,
    unfollowed: [...unseen],
  };
}

/** The same, but wider somewhere: what a mistake in the making of it could come to. */
function widerThan(statements: readonly Fields[], action: string, random: Random): readonly Fields[] {
  const whole = (one: Fields): Fields => ({ Effect: 'Allow', Action: one.Action ?? '*', Resource: '*' });
  return random.pick<() => readonly Fields[]>([
    () => [...statements, { Effect: 'Allow', Action: action, Resource: '*' }],
    () => statements.map((one) => (one.Effect === 'Allow' ? whole(one) : one)),
    () => statements.map(({ Condition, ...one }) => (one.Effect === 'Allow' ? one : { ...one, Condition })),
    () => statements.filter(({ Effect }) => Effect === 'Allow'),
  ])();
}

const runs = tries(800);

test('of several hundred made-up policies the smaller one allows nothing more, and every call that was made', () => {
  const random = new Random('right-size');
  let offered = 0;
  let gone = 0;
  let planted = 0;
  const faults: string[] = [];
  for (let i = 0; i < runs; i++) {
    const own = random.fork(String(i));
    const texts = [policyOf('a', own), ...(own.chance(0.4) ? [policyOf('b', own)] : [])];
    const used = usedOf(texts, own);
    const smaller = rightSized(texts, used);
    if (typeof smaller === 'string') continue;
    offered++;
    const before = texts.map(({ statements }) => asPolicy(statements));
    const after = [asPolicy(smaller.document.Statement)];
    const called = new Set(used.calls.map(({ action }) => action));
    const tried = [...called, ...own.shuffled(names).slice(0, 60)];
    const wider = widerThan(smaller.document.Statement, tried.at(-1) ?? '', own);
    const planting = [asPolicy(wider)];
    let isMore = false;
    for (const action of tried) {
      const chance = `${i} ${action}`;
      const old = allows(before, action, new Random(chance));
      isMore ||= !old && allows(planting, action, new Random(chance));
      const now = allows(after, action, new Random(chance));
      if (now && !old) faults.push(`${action} of policy ${i} is new`);
      if (called.has(action) && now !== old) faults.push(`${action} of policy ${i} was called`);
      if (old && !now) gone++;
    }
    if (!isMore) continue;
    planted++;
    const all = texts.flatMap(({ statements }) => statements);
    if (isWithin(wider, all) === null) faults.push(`policy ${i} passes for smaller with ${JSON.stringify(wider)}`);
  }
  expect(faults).toEqual([]);
  expect(offered).toBeGreaterThan(runs / 2);
  expect(gone).toBeGreaterThan(2 * runs);
  // What allows more by the judge's word never passes for a subset by the proof's.
  expect(planted).toBeGreaterThan(runs / 4);
});

const texts = (...statements: Fields[]): PolicyText[] => [{ name: 'work', by: 'inline', statements }];
const called = (...actions: string[]): UsedGrants => ({
  evidence: { isUsed: () => false, isObservable: () => true },
  calls: actions.map((action) => ({ action, times: 2 })),
  unfollowed: [],
});
const allow = (Action: string | string[], rest: Fields = {}): Fields => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...rest,
});
const actionsOf = (one: RightSize | string) =>
  typeof one === 'string' ? one : one.document.Statement.flatMap(({ Action }) => Action);

describe('what it keeps', () => {
  test('what goes with a call that was made', () => {
    const made = rightSized(
      texts(allow(['s3:*', 'kms:*', 'iam:*', 'ec2:*'])),
      called('s3:putobject', 'ec2:runinstances'),
    );
    const kept = actionsOf(made);
    expect(kept).toEqual(
      expect.arrayContaining([
        's3:PutObject',
        's3:AbortMultipartUpload',
        'kms:Decrypt',
        'iam:PassRole',
        'ec2:CreateTags',
      ]),
    );
    expect(kept).not.toContain('s3:PutBucketPolicy');
    expect(kept).not.toContain('iam:CreateUser');
    expect(made).toMatchObject({ calls: 4, denied: 0, replaces: [{ name: 'work', by: 'inline' }] });
  });

  test('a service whose single actions nobody follows, whole', () => {
    const used = { ...called('s3:getobject'), unfollowed: ['sqs'] };
    const isObservable = (action: string) => !action.startsWith('sqs:');
    const made = rightSized(texts(allow(['s3:*', 'sqs:*', 'sns:*'])), {
      ...used,
      evidence: { ...used.evidence, isObservable },
    });
    expect(made).toMatchObject({ keptWhole: ['sqs'] });
    expect(actionsOf(made)).toEqual(expect.arrayContaining(['sqs:SendMessage']));
    expect(actionsOf(made)).not.toContain('sns:Publish');
  });

  test('places, conditions and every Deny, as they are written', () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'true' } };
    const deny = { Effect: 'Deny', NotAction: ['iam:*'], Resource: 'arn:aws:s3:::x' };
    const made = rightSized(
      texts(allow('s3:*', { Resource: ['arn:aws:s3:::a*'], Condition }), deny),
      called('s3:putbucketacl'),
    );
    expect(typeof made === 'string' ? made : made.document.Statement).toEqual([
      { Effect: 'Allow', Action: ['s3:PutBucketAcl'], Resource: ['arn:aws:s3:::a*'], Condition },
      deny,
    ]);
  });

  test('a call that is younger than the dictionary', () => {
    expect(actionsOf(rightSized(texts(allow('*')), called('newthing:dance')))).toContain('newthing:dance');
  });
});

test('there is none where nothing was used, or all of it', () => {
  expect(rightSized(texts(allow('s3:*')), called())).toContain('none of its permissions');
  expect(rightSized(texts(allow('s3:GetObject')), called('s3:getobject'))).toContain('uses all its permissions');
});

describe('what cannot be shown to be smaller is not called so', () => {
  const old = [
    allow('s3:Get*', { Resource: 'arn:aws:s3:::a' }),
    { Effect: 'Deny', Action: 's3:GetObjectAcl', Resource: '*' },
  ];
  const deny = old.slice(1);

  test.each<[string, Fields[]]>([
    ['another action', [allow('s3:PutObject', { Resource: 'arn:aws:s3:::a' }), ...deny]],
    ['a wider pattern', [allow('s3:*', { Resource: 'arn:aws:s3:::a' }), ...deny]],
    ['another place', [allow('s3:GetObject'), ...deny]],
    ['a condition less', [allow('s3:GetObject', { Resource: 'arn:aws:s3:::a', Condition: {} }), ...deny]],
    ['a Deny less', [allow('s3:GetObject', { Resource: 'arn:aws:s3:::a' })]],
    ['all but something', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::a' }, ...deny]],
  ])('%s', (_, smaller) => {
    expect(isWithin(smaller, old)).not.toBeNull();
  });

  test('but fewer actions of the same statement are', () => {
    expect(isWithin([allow(['s3:GetObject', 's3:GetB*'], { Resource: 'arn:aws:s3:::a' }), ...deny], old)).toBeNull();
  });

  test('nor is a wild pattern under one with a question mark', () => {
    expect(isWithin([allow('s3:Get*')], [allow('s3:Get?')])).not.toBeNull();
  });
});
