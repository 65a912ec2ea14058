import { expect, it } from 'vitest';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { longestChain } from '../../../core/context/sessions/sessions.ts';
import { Fleet } from '../../../core/fleet/fleet.ts';
import { day, formatInstant, hour, type Instant, minute } from '../../../core/model/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { isDisruptive } from '../../../core/plan/ladder.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy, type Exemption } from '../../../core/policy/policy.ts';
import type { Assessment } from '../../../core/verdict/assessment.ts';
import { call, nextDoor, office, rented, runners, start, toldIn, userNamed } from '../../stories/watch.ts';
import { account, roleArn, roleSession } from '../intake/sample.ts';

const key = 'AKIADEPLOYER00000001';
const deployer = userNamed('deployer', key);
const strike = start + 21 * day;
const theft = ['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:CreateUser', 'iam:CreateAccessKey'];

interface Fields {
  readonly [name: string]: unknown;
}

/** A role's session opened by `by`, and the record of it. */
function opened(
  by: unknown,
  role: string,
  at: Instant,
  from: string,
): { readonly session: Fields; readonly mint: Fields } {
  const id = `ASIA${`${role}${at / 1000}`.toUpperCase().padStart(16, '0')}`;
  const mint = call(by, at, 'sts:AssumeRole', from, {
    requestParameters: { roleArn: roleArn(role), roleSessionName: 'w' },
    responseElements: { credentials: { accessKeyId: id, expiration: formatInstant(at + 12 * hour) } },
  });
  return { session: roleSession(roleArn(role), 'w', id, at), mint };
}

/** The key opens a session of the first role, that one of the second, and so on; in the last it does these things. */
function chained(at: Instant, from: string, roles: readonly string[], actions: readonly string[]) {
  let by: Fields = deployer;
  const mints = roles.map((role, link) => {
    const { session, mint } = opened(by, role, at + link * 1000, from);
    by = session;
    return mint;
  });
  return { by, records: [...mints, ...actions.map((action, i) => call(by, at + (40 + i) * minute, action, from))] };
}

const daily = (roles: readonly string[]) =>
  Array.from(
    { length: 21 },
    (_, n) => chained(start + n * day, runners, roles, ['ec2:DescribeVolumes']).records,
  ).flat();

const exempt = (credential: string): Exemption => ({
  credential,
  owner: 'ops',
  reason: 'breaks the shop',
  scope: 'all',
  until: formatInstant(strike + 30 * day),
});

function fleetWith(
  exemptions: readonly Exemption[],
  disruptivePerAccountPerHour = 4,
  onAssessment: (assessment: Assessment) => void = () => undefined,
): Fleet {
  const policy = { ...defaultPolicy, limits: { ...defaultPolicy.limits, disruptivePerAccountPerHour } };
  return new Fleet(
    { networks: bundledNetworks(), declared: () => null, knownAccounts: new Set([account]), onAssessment },
    { policy, exemptions, spent: emptySpent() },
  );
}

const hear = (fleet: Fleet, records: readonly unknown[]): readonly Decision[] => [
  ...fleet.take(toldIn(records).filter((one) => one !== null)),
];
const takenIn = (decisions: readonly Decision[]) =>
  new Set(decisions.filter(({ action }) => isDisruptive(action)).map(({ credential }) => credential));
const arnsOf = (...roles: readonly string[]) => roles.map((role) => roleArn(role));

it('whoever opened the session of a role that is exempt is taken back all the same', () => {
  const roles = ['R1', 'R2', 'R3'];
  const records = [...daily(roles), ...chained(strike, rented, roles, theft).records];
  const decisions = hear(fleetWith([exempt(roleArn('R2'))]), records);
  expect(takenIn(decisions)).toEqual(new Set([...arnsOf('R1', 'R3'), key]));
  const words = decisions.flatMap(({ signals }) => signals.filter(({ id }) => id === 'S50'));
  expect(words.map(({ evidence }) => evidence)).not.toContain(
    `A session that it made, of ${roleArn('R2')}, had to be contained`,
  );
});

it('of each role on the way, the session that made the next one is taken back', () => {
  const roles = ['R1', 'R2', 'R3'];
  const { records } = chained(strike, rented, roles, theft);
  const decisions = hear(fleetWith([], 100), [...daily(roles), ...records]);
  const taken = decisions.filter(({ credential, action }) => credential !== key && isDisruptive(action));
  const sessions = roles.map((role, link) => [
    roleArn(role),
    opened(deployer, role, strike + link * 1000, rented).session.accessKeyId,
  ]);
  expect(new Set(taken.map(({ credential, session }) => `${credential} ${session}`))).toEqual(
    new Set(sessions.map((one) => one.join(' '))),
  );
});

it.each([
  ['the one that opened it, not against all that its role has', ['R1', 'R2'], roleArn('R1')],
  ['the key that opened it, which is no session', ['R1'], key],
])('what a session did is held against %s', (_, roles, opener) => {
  const heard: (readonly [string, string | null])[] = [];
  const fleet = fleetWith([], 100, ({ credential, session, signals, at }) => {
    if (signals.some(({ id, lastAt }) => id === 'S54' && lastAt === at)) heard.push([credential.id, session]);
  });
  hear(fleet, [...daily(roles), ...chained(strike, rented, roles, theft).records]);
  const session = opener === key ? null : opened(deployer, 'R1', strike, rented).session.accessKeyId;
  expect(heard).not.toEqual([]);
  expect(heard.filter(([id, by]) => id !== opener || by !== session)).toEqual([]);
});

it('a limit is spent on the key first, and what it spared is taken back with the next deed that there is room for', () => {
  const roles = ['R1', 'R2', 'R3'];
  const fleet = fleetWith([], 1);
  const { by, records } = chained(strike, rented, roles, theft);
  expect(takenIn(hear(fleet, [...daily(roles), ...records]))).toEqual(new Set([...arnsOf('R3'), key]));
  const later = [call(by, strike + 3 * hour, 'iam:AttachUserPolicy', rented)];
  expect(takenIn(hear(fleet, later))).toEqual(new Set(arnsOf('R1', 'R2')));
});

it('who is in doubt for something else has not lost what was stolen further on', () => {
  const roles = ['R1', 'R2', 'R3'];
  const { by, records } = chained(strike, runners, roles, []);
  const stolen = theft.map((action, i) => call(by, strike + (10 + i) * minute, action, rented));
  const odd = opened(deployer, 'R1', strike + 5 * minute, rented).mint;
  const decisions = hear(fleetWith([]), [...daily(roles), ...records, odd, ...stolen]);
  expect(decisions.map(({ credential }) => credential)).toContain(key);
  expect(takenIn(decisions)).toEqual(new Set(arnsOf('R3')));
});

it.each([7, 12, 18])('a chain of %i roles is one story: they do not vouch for each other', (links) => {
  const roles = Array.from({ length: links }, (_, n) => `R${n + 1}`);
  const records = [...daily(roles), ...chained(strike, rented, roles, theft).records];
  const taken = takenIn(hear(fleetWith([], 100), records));
  expect(taken).toContain(key);
  // Beyond those that are followed one by one it goes on from where the chain began.
  expect(taken).toEqual(new Set([...arnsOf(...roles.slice(-1 - longestChain)), key]));
});

it('what one key opens side by side may be a rollout: its gateway was replaced on the day of an upgrade', () => {
  const roles = Array.from({ length: 6 }, (_, n) => `Side${n + 1}`);
  const upgraded = { userAgent: 'aws-sdk-go-v2/1.30 os/linux' };
  const round = (at: Instant, from: string, changes: Record<string, unknown> = {}) =>
    roles.flatMap((role, n) => {
      const { session, mint } = opened(deployer, role, at + 3 * n * minute, from);
      const uses = ['s3:GetBucketLocation', 'sqs:ReceiveMessage'].map((action, i) =>
        call(session, at + (3 * n + 1 + i) * minute, action, from, changes),
      );
      return [{ ...mint, ...changes }, ...uses];
    });
  const past = Array.from({ length: 21 }, (_, n) => round(start + n * day, runners)).flat();
  const decisions = hear(fleetWith([], 100), [...past, ...round(strike, nextDoor, upgraded)]);
  const side = decisions.filter(({ credential, at }) => at >= strike && credential !== key);
  expect(side.at(-1)?.reason).toContain('rollout');
  expect(takenIn(side)).not.toContain(roleArn('Side6'));
});

it('what one key opens from a rented place is told as no rollout', () => {
  const roles = Array.from({ length: 9 }, (_, n) => `R${n + 1}`);
  const decisions = hear(fleetWith([]), [...daily(roles), ...chained(strike, rented, roles, theft).records]);
  expect(decisions.filter(({ reason }) => reason.includes('rollout'))).toEqual([]);
});

it('nobody is told that a session was taken back where that was held back, though its role was taken back before', () => {
  const pat = userNamed('pat', 'AKIAPAT0000000000001');
  const visit = (who: unknown, at: Instant, from: string, actions: readonly string[]) => {
    const { session, mint } = opened(who, 'Admin', at, from);
    return [mint, ...actions.map((action, i) => call(session, at + (1 + i) * minute, action, from))];
  };
  const past = Array.from({ length: 21 }, (_, n) =>
    [deployer, pat].flatMap((who, i) =>
      visit(who, start + n * day + i * hour, i === 0 ? runners : office, ['s3:ListBuckets']),
    ),
  ).flat();
  const exemptions: Exemption[] = [];
  const fleet = fleetWith(exemptions);
  expect(takenIn(hear(fleet, [...past, ...visit(deployer, strike, rented, theft)]))).toContain(roleArn('Admin'));
  exemptions.push(exempt(roleArn('Admin')));
  const decisions = hear(fleet, visit(pat, strike + 6 * hour, runners, theft));
  expect(decisions.some(({ credential, heldBack }) => credential === roleArn('Admin') && heldBack !== null)).toBe(true);
  const { evidence } = fleet.members.get('access-key AKIAPAT0000000000001')?.dossier ?? { evidence: null };
  expect(evidence?.signals.map(({ id }) => id)).toContain('S54');
  expect(evidence?.signals.map(({ id }) => id)).not.toContain('S50');
});
