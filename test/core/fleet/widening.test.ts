import { expect, test } from 'vitest';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { blastRadius } from '../../../core/context/grants/blast-radius.ts';
import { heldBook, joinHeld } from '../../../core/context/grants/held.ts';
import { declaredGrants } from '../../../core/context/grants/known-policies.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import { Fleet } from '../../../core/fleet/fleet.ts';
import { emptyMemory, type FleetMemory } from '../../../core/fleet/members.ts';
import { readAccountDetails } from '../../../core/intake/account/account-details.ts';
import { intake } from '../../../core/intake/intake.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { inTimeOrder, toldOf } from '../../../core/intake/told.ts';
import { day } from '../../../core/model/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { account, record, role, user } from '../intake/sample.ts';

const admin = {
  ...user,
  arn: `arn:aws:iam::${account}:user/kim@acme.example`,
  userName: 'kim@acme.example',
  accessKeyId: 'AKIAEXAMPLEKEY000009',
};
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const allow = (Action: string | string[], more = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }] });
const secrets = allow('secretsmanager:GetSecretValue');

let made = 0;
/** A call of the administrator's, `minute` minutes after nine. */
function iam(eventName: string, requestParameters: object, minute: number, changes = {}) {
  return record(admin, {
    eventSource: 'iam.amazonaws.com',
    eventName,
    requestParameters,
    readOnly: false,
    eventTime: `2026-11-02T09:${String(minute).padStart(2, '0')}:00Z`,
    eventID: `event-${made++}`,
    ...changes,
  });
}

/** The same by CloudFormation, in the caller's name or another's. */
function byService(call: object, who: object = admin) {
  const name = 'cloudformation.amazonaws.com';
  return { ...call, userIdentity: { ...who, invokedBy: name }, sourceIPAddress: name };
}

function taken(
  records: readonly object[],
  memory: FleetMemory = emptyMemory(),
  policy = defaultPolicy,
  ours: ReadonlySet<string> | null = null,
) {
  const told = records.flatMap((one) => toldOf(intake(one), testimony(one)) ?? []);
  const surroundings = {
    networks: bundledNetworks(),
    declared: () => null,
    knownAccounts: new Set([account]),
    ours,
  };
  const fleet = new Fleet(surroundings, { policy, exemptions: [], spent: emptySpent() }, memory);
  const decisions = [...fleet.take(inTimeOrder(told).told)];
  return {
    fleet,
    memory,
    widened: decisions.filter(({ signals }) => signals.some(({ id }) => /^S(?:72|51)$/.test(id))),
  };
}

const whom = (decisions: readonly Decision[]) => decisions.map(({ credential, action }) => [credential, action]);
const work = record(user, { eventTime: '2026-11-02T08:00:00Z', eventID: 'work' });

test('who is given more is told about when it happens, with who gave it', () => {
  const given = iam('AttachUserPolicy', { userName: 'deployer', policyArn: administrator }, 5);
  const { widened } = taken([work, given]);
  expect(whom(widened)).toEqual([['AKIAEXAMPLEKEY000001', 'notify']]);
  expect(widened[0]).toMatchObject({
    at: Date.UTC(2026, 10, 2, 9, 5),
    eventId: given.eventID,
    verdict: 'overprivileged',
  });
  expect(widened[0]?.signals.map(({ evidence }) => evidence).join()).toContain('user/kim@acme.example');
});

test.each(['aws-cn', 'aws-us-gov'])(
  'so it is in another partition, of somebody whom no record has shown: %s',
  (partition) => {
    const inThere = <T>(one: T): T => JSON.parse(JSON.stringify(one).replaceAll('arn:aws:', `arn:${partition}:`));
    const attach = inThere(iam('AttachUserPolicy', { userName: 'deployer', policyArn: administrator }, 5));
    const own = `arn:${partition}:iam::${account}:policy/wide`;
    const create = inThere(iam('CreatePolicy', { policyName: 'wide', policyDocument: allow('*') }, 1));
    const attachOwn = iam('AttachRolePolicy', { roleName: 'Backup', policyArn: own }, 2);
    const { widened } = taken([attach, create, inThere(attachOwn)]);
    expect(whom(widened)).toEqual([
      [`arn:${partition}:iam::${account}:role/Backup`, 'notify'],
      [`arn:${partition}:iam::${account}:user/deployer`, 'notify'],
    ]);
  },
);

test('so it is where a service gave it in somebody’s name, and nobody’s where the service gave it in its own', () => {
  const given = iam('AttachUserPolicy', { userName: 'deployer', policyArn: administrator }, 5);
  const { widened, fleet } = taken([work, byService(given)]);
  expect(whom(widened)).toEqual([['AKIAEXAMPLEKEY000001', 'notify']]);
  expect(widened[0]?.signals.map(({ evidence }) => evidence).join()).toContain('user/kim@acme.example');
  // Whoever the service acts for was not seen at work.
  expect([...fleet.members.keys()].join()).not.toContain(admin.accessKeyId);
  expect(taken([work, byService(given, { type: 'AWSService' })]).widened).toEqual([]);
});

test('what a person’s stack gives a role is a pipeline’s gift', () => {
  const used = record(role, { eventTime: '2026-11-02T08:30:00Z', eventID: 'role' });
  const given = iam('AttachRolePolicy', { roleName: 'Backup', policyArn: administrator }, 5);
  const bitsOf = (one: object) => taken([used, one]).widened[0]?.signals.find(({ id }) => id === 'S72')?.bits ?? 0;
  expect([bitsOf(given), bitsOf(byService(given))]).toEqual([10, 7]);
});

test('the grant is on record with actor, time and end: by condition, name or default', () => {
  const until = { Condition: { DateLessThan: { 'aws:CurrentTime': '2026-12-01T00:00:00Z' } } };
  const { memory } = taken(
    [
      iam('PutRolePolicy', { roleName: 'Backup', policyName: 'one', policyDocument: allow('s3:*', until) }, 1),
      iam('PutRolePolicy', { roleName: 'Backup', policyName: 'until-2026-11-30', policyDocument: secrets }, 2),
      iam('PutRolePolicy', { roleName: 'Backup', policyName: 'three', policyDocument: secrets }, 3),
    ],
    undefined,
    { ...defaultPolicy, temporaryGrantDays: 30 },
  );
  const { grants } = memory.given.get(`${account} role Backup`) ?? { grants: [] };
  expect(grants.map(({ policy, by, at, endsAt }) => [policy, by, at, endsAt])).toEqual([
    ['one', admin.arn, Date.UTC(2026, 10, 2, 9, 1), Date.UTC(2026, 11, 1)],
    ['until-2026-11-30', admin.arn, Date.UTC(2026, 10, 2, 9, 2), Date.UTC(2026, 10, 30, 23, 59, 59)],
    ['three', admin.arn, Date.UTC(2026, 10, 2, 9, 3), Date.UTC(2026, 10, 2, 9, 3) + 30 * day],
  ]);
});

test('what is given again, is little, or was refused is no news', () => {
  const put = (minute: number, changes = {}) =>
    iam('PutUserPolicy', { userName: 'deployer', policyName: 'p', policyDocument: allow('*') }, minute, changes);
  expect(whom(taken([work, put(1), put(2)]).widened)).toHaveLength(1);
  expect(taken([work, put(1, { errorCode: 'AccessDenied' })]).widened).toEqual([]);
  const bucket = { userName: 'deployer', policyName: 'p', policyDocument: allow('s3:PutObject') };
  expect(taken([work, iam('PutUserPolicy', bucket, 1)]).widened).toEqual([]);
});

test('a policy’s text is known from the call that wrote it, and reaches whoever has it', () => {
  const arn = `arn:aws:iam::${account}:policy/ops/wide`;
  const create = (doc: string) => iam('CreatePolicy', { policyName: 'wide', policyDocument: doc }, 1);
  const attach = iam('AttachUserPolicy', { userName: 'deployer', policyArn: arn }, 2);
  expect(whom(taken([work, create(allow('*')), attach]).widened)).toHaveLength(1);
  const version = iam('CreatePolicyVersion', { policyArn: arn, policyDocument: allow('*'), setAsDefault: true }, 3);
  const { widened } = taken([work, create(allow('s3:GetObject')), attach, version]);
  expect(whom(widened)).toEqual([['AKIAEXAMPLEKEY000001', 'notify']]);
  expect(widened[0]?.eventId).toBe(version.eventID);
});

test('so does a group’s', () => {
  const join = iam('AddUserToGroup', { userName: 'deployer', groupName: 'ops' }, 1);
  const attach = iam('AttachGroupPolicy', { groupName: 'ops', policyArn: administrator }, 2);
  expect(whom(taken([work, join, attach]).widened)).toEqual([['AKIAEXAMPLEKEY000001', 'notify']]);
  const late = iam('AddUserToGroup', { userName: 'deployer', groupName: 'ops' }, 3);
  expect(whom(taken([work, attach, late]).widened)).toEqual([['AKIAEXAMPLEKEY000001', 'notify']]);
});

test('a trust policy that lets strangers in is told of the role', () => {
  const trust = JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } });
  const open = iam('UpdateAssumeRolePolicy', { roleName: 'Backup', policyDocument: trust }, 5);
  const used = record(role, { eventTime: '2026-11-02T08:30:00Z', eventID: 'role' });
  const { widened } = taken([used, open]);
  expect(whom(widened)).toEqual([[`arn:aws:iam::${account}:role/jobs/Backup`, 'notify']]);
  expect(widened[0]?.signals[0]?.evidence).toContain('anyone with an AWS account');
});

test('so it is of one that lets a foreign account in, where the organisation’s own are known', () => {
  const [sister, stranger] = ['222233334444', '999988887777'];
  const lets = (who: string, more = {}) => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${who}:root` },
    Action: 'sts:AssumeRole',
    ...more,
  });
  const opened = (statement: object, ours: ReadonlySet<string> | null) => {
    const policyDocument = JSON.stringify({ Statement: statement });
    const open = iam('UpdateAssumeRolePolicy', { roleName: 'Backup', policyDocument }, 5);
    const used = record(role, { eventTime: '2026-11-02T08:30:00Z', eventID: 'role' });
    const { widened } = taken([used, open], emptyMemory(), defaultPolicy, ours);
    return widened.flatMap(({ signals }) => signals.map(({ evidence }) => evidence));
  };
  const ours = new Set([account, sister]);
  expect(opened(lets(stranger), ours).join()).toContain(`account ${stranger} without an external id`);
  expect(opened(lets(sister), ours)).toEqual([]);
  expect(opened(lets(stranger, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }), ours)).toEqual([]);
  expect(opened(lets(stranger), null)).toEqual([]);
});

test('what a thief would hold counts as wider from then on, also after a stretch', () => {
  const { memory } = taken([work]);
  taken([iam('AttachUserPolicy', { userName: 'deployer', policyArn: administrator }, 5)], memory);
  expect(memory.members.get('access-key AKIAEXAMPLEKEY000001')?.dossier.radius).toBe(1);
});

/** IAM's own list: a user in a group, who has a policy; and a policy that a role has. */
const list = readAccountDetails([
  {
    UserDetailList: [{ Arn: user.arn, UserName: 'deployer', GroupList: ['ops'], UserPolicyList: [] }],
    GroupDetailList: [
      {
        GroupName: 'ops',
        Arn: `arn:aws:iam::${account}:group/ops`,
        GroupPolicyList: [{ PolicyName: 'work', PolicyDocument: allow('s3:*') }],
      },
    ],
    RoleDetailList: [
      {
        Arn: `arn:aws:iam::${account}:role/jobs/Backup`,
        RoleName: 'Backup',
        AttachedManagedPolicies: [{ PolicyName: 'mine', PolicyArn: `arn:aws:iam::${account}:policy/mine` }],
      },
    ],
    Policies: [
      {
        Arn: `arn:aws:iam::${account}:policy/mine`,
        PolicyName: 'mine',
        PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: allow('*') }],
      },
    ],
  },
]);
const listedAt = Date.UTC(2026, 10, 1);

test('a list tells what was held before, and whom a group or a policy reaches', () => {
  const from = () => ({ ...emptyMemory(), given: heldBook(list, listedAt) });
  const attach = iam('AttachGroupPolicy', { groupName: 'ops', policyArn: administrator }, 1);
  const { widened } = taken([work, attach], from());
  expect(whom(widened)).toEqual([['AKIAEXAMPLEKEY000001', 'notify']]);
  const held = declaredGrants({ ...nothingDeclared, granted: ['s3:*'] });
  const nothing = { statements: [], boundary: null, unread: [], source: 'declared' } as const;
  const before = Math.round(100 * blastRadius(held ?? nothing).value);
  expect(widened[0]?.signals.map(({ evidence }) => evidence).join()).toContain(`from ${before} % to 100 %`);
  // The role was administrator before: no news.
  const arn = `arn:aws:iam::${account}:policy/mine`;
  const version = iam('CreatePolicyVersion', { policyArn: arn, policyDocument: allow(['*', 's3:*']) }, 2);
  expect(taken([version], from()).widened).toEqual([]);
  // Whoever gets the listed policy gets what the list says of it.
  expect(
    whom(taken([work, iam('AttachUserPolicy', { userName: 'deployer', policyArn: arn }, 3)], from()).widened),
  ).toEqual([['AKIAEXAMPLEKEY000001', 'notify']]);
});

test('what was given and taken away between two lists is news when it is given again', () => {
  const give = (minute: number) => iam('AttachUserPolicy', { userName: 'deployer', policyArn: administrator }, minute);
  const memory = { ...emptyMemory(), given: heldBook(list, listedAt) };
  expect(taken([work, give(1)], memory).widened).toHaveLength(1);
  expect(taken([give(2)], memory).widened).toHaveLength(0);
  joinHeld(memory.given, heldBook(list, Date.UTC(2026, 10, 2, 9, 30)));
  expect(taken([give(40)], memory).widened).toHaveLength(1);
});
