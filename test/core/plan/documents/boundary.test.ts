import { expect, test } from 'vitest';
import { companionsOf } from '../../../../core/context/grants/actions/companions.ts';
import { knownActions } from '../../../../core/context/grants/actions/known-actions.ts';
import type { Grants } from '../../../../core/context/grants/grants.ts';
import { readPolicyDocument } from '../../../../core/context/grants/policy-document.ts';
import type { AccessedService } from '../../../../core/intake/account/account-inventory.ts';
import { day } from '../../../../core/model/instant.ts';
import { boundaryFor } from '../../../../core/plan/documents/boundary.ts';
import { parsePolicy } from '../../../../simulator/aws/policy/document.ts';
import { evaluate, type NamedPolicy } from '../../../../simulator/aws/policy/evaluate.ts';
import { SimulatedAws } from '../../../../simulator/aws/simulated-aws.ts';
import { Random } from '../../../../simulator/random.ts';
import { accessed, daysAgo, granted, now } from '../../../cases/standing.ts';
import { tries } from '../../../depth.ts';

const wide = granted('s3:*', 'ec2:*', 'iam:*', 'sqs:*') ?? {
  statements: [],
  boundary: null,
  unread: [],
  source: 'declared',
};
const since = daysAgo(120);
const used = accessed({
  s3: [5, { 's3:putbucketpolicy': null, 's3:createbucket': 5 }],
  ec2: [300],
  iam: null,
  sqs: [2],
});

/** What a user with all these grants may still do on simulated AWS, inside the boundary. */
function allowedInside(actions: readonly string[]): readonly boolean[] {
  const aws = new SimulatedAws({ clock: { now: () => now }, accounts: [{ id: '111111111111' }] });
  const { users, policies } = aws.account('111111111111').state.latest;
  const arn = 'arn:aws:iam::111111111111:policy/boundary';
  const document = JSON.stringify(boundaryFor(wide, used, since));
  policies.set(arn, { name: 'boundary', path: '/', id: 'ANPA1', arn, createdAt: 0, document });
  const user = users.get('administrator');
  if (user !== undefined) user.boundary = arn;
  const { accessKeyId } = aws.administrator('111111111111');
  const from = { ip: '192.0.2.1' };
  return actions.map((action) => aws.attempt({ accessKeyId, action, resource: '*', from }).allowed);
}

test('what was used goes on, whole services that were not are gone, and so are powers that were not', () => {
  expect(allowedInside(['s3:GetObject', 's3:CreateBucket', 'sqs:SendMessage'])).toEqual([true, true, true]);
  expect(allowedInside(['ec2:RunInstances', 'iam:CreateUser', 's3:PutBucketPolicy'])).toEqual([false, false, false]);
});

test('there is none where nothing was used, or where the owner has put one', () => {
  expect(boundaryFor(wide, accessed({ s3: [200], iam: null }), since)).toBeNull();
  expect(boundaryFor({ ...wide, boundary: [] }, used, since)).toBeNull();
});

test('it is never longer than IAM takes', () => {
  const everything = accessed(
    Object.fromEntries(
      ['iam', 'organizations', 'sso', 's3', 'ec2', 'kms', 'lambda'].map((name) => [name, [1, { [`${name}:x`]: 1 }]]),
    ),
  );
  expect(JSON.stringify(boundaryFor(wide, everything, since)).length).toBeLessThanOrEqual(6_144);
});

test('what IAM does not report on stays, and so do the companions of a used call in a service that goes', () => {
  const some = accessed({ ec2: [1], iam: null, sqs: null });
  const document = boundaryFor(wide, some, since);
  // Nobody tells whether s3 was used; running an instance hands it a role.
  expect(document?.Statement[0]?.Action).toEqual(expect.arrayContaining(['ec2:*', 's3:*', 'iam:passrole']));
  expect(document?.Statement[0]?.Action).not.toContain('sqs:*');
  const young = granted('s3:*', 'newthing:*') ?? wide;
  expect(boundaryFor(young, accessed({ s3: [1] }), since)?.Statement[0]?.Action).toEqual(
    expect.arrayContaining(['newthing:*', 's3:*']),
  );
});

const policyOf = (document: object): NamedPolicy => {
  const read = parsePolicy(JSON.stringify(document), 'identity');
  if (!read.ok) throw new Error(read.error);
  return { name: 'one', document: read.value };
};

const runs = tries(600);

test('inside the boundaries of several hundred made-up policies nothing is new, and no call that was made is denied', () => {
  const services = ['s3', 'sqs', 'kms', 'sns', 'dynamodb', 'secretsmanager', 'ec2', 'iam', 'lambda', 'sts', 'ecr'];
  const names = services.flatMap((service) => (knownActions().get(service) ?? []).map(({ action }) => action));
  const random = new Random('boundaries');
  const faults: string[] = [];
  const seen = { made: 0, called: 0, gone: 0, companions: 0 };
  for (let i = 0; i < runs; i++) {
    const own = random.fork(String(i));
    const patterns = Array.from({ length: own.between(2, 6) }, () => {
      const [service = '', verb = ''] = own.pick(names).split(':');
      return own.weighted([
        [`${service}:*`, 4],
        [`${service}:${verb.slice(0, 3)}*`, 2],
        [`${service}:${verb}`, 2],
        ['*', 0.3],
      ]);
    });
    const statement = own.chance(0.1)
      ? { Effect: 'Allow', NotAction: patterns, Resource: '*' }
      : { Effect: 'Allow', Action: patterns, Resource: '*' };
    const document = { Version: '2012-10-17', Statement: [statement] };
    const read = readPolicyDocument(document, null);
    if (!read.ok) throw new Error(read.error);
    const grants: Grants = { statements: read.value, boundary: null, unread: [], source: 'authorization-details' };
    const identity = [policyOf(document)];
    const may = (action: string, boundary: NamedPolicy | null) => {
      const principal = { accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/ada', sessionArn: null };
      const limits = boundary === null ? [] : [{ kind: 'boundary', policies: [boundary] } as const];
      const request = { action, resource: '*', principal, context: new Map() };
      return evaluate(request, { identity, limits, resource: null }).decision === 'allowed';
    };
    const held = own
      .shuffled(names)
      .slice(0, 200)
      .filter((action) => may(action, null));
    const used = held.slice(0, own.between(1, 6));
    // IAM follows some services by action, of others it knows only that they were used, and of some nothing at all.
    const told = new Map<string, AccessedService>();
    for (const service of services) {
      const calls = used.filter((action) => action.startsWith(`${service}:`));
      if (own.chance(0.15)) continue;
      const actions = own.chance(0.5) ? calls : [];
      told.set(service, {
        at: calls.length === 0 ? null : now - day,
        actions: new Map(actions.map((one) => [one, now - day])),
      });
    }
    const trail = used.filter(() => own.chance(0.7)).map((action) => ({ action, times: 1 }));
    const boundary = boundaryFor(grants, { services: told }, since, trail);
    if (boundary === null) continue;
    seen.made++;
    const limit = policyOf(boundary);
    const calls = new Set([
      ...trail.map(({ action }) => action),
      ...used.filter((one) => told.has(one.split(':')[0] ?? '')),
    ]);
    const isCompanion = companionsOf([...calls]);
    for (const action of [...calls, ...own.shuffled(names).slice(0, 80)]) {
      const [before, after] = [may(action, null), may(action, limit)];
      if (after && !before) faults.push(`${action} of policy ${i} is new`);
      if (calls.has(action) && !after) faults.push(`${action} of policy ${i} was called`);
      if (isCompanion(action) && before && !after) faults.push(`${action} of policy ${i} goes with a call`);
      if (calls.has(action)) seen.called++;
      if (isCompanion(action) && before) seen.companions++;
      if (before && !after) seen.gone++;
    }
    if (JSON.stringify(boundary).length > 6_144) faults.push(`policy ${i} is too long`);
  }
  expect(faults).toEqual([]);
  expect(seen.made).toBeGreaterThan(0.8 * runs);
  expect(Math.min(seen.called, seen.gone)).toBeGreaterThan(runs);
  expect(seen.companions).toBeGreaterThan(runs / 8);
});
