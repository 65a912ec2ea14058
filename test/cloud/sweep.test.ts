import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { detailOf, type EventDetail } from '../../contract/events.ts';
import { noteKeys } from '../../contract/notes.ts';
import { memberRoles, unitPermissions } from '../../contract/permissions.ts';
import type { Arn } from '../../core/model/brand.ts';
import { day } from '../../core/model/instant.ts';
import { decisionKey } from '../../core/observe/note-keys.ts';
import { unusedGrants } from '../../core/signals/overprivileged/unused-grants.ts';
import { neverUsed } from '../../core/signals/stale/never-used.ts';
import { ownerless } from '../../core/signals/stale/ownerless.ts';
import { unused } from '../../core/signals/stale/unused.ts';
import { simulateAccounts } from '../../simulator/accounts/accounts.ts';
import { isDeep } from '../depth.ts';
import { type Deployed, deployed } from './deployed.ts';
import { region } from './local-cloud.ts';

/** More than Organizations lists at a time, and more than are in work at once. */
const swept = isDeep ? 50 : 22;
const world = simulateAccounts({ seed: 5, accounts: swept + 1, credentials: 1, now: Date.now() });
const { aws, managementAccountId: administrator } = world;
const outside = [...aws.world.accounts.keys()].at(-1) ?? '';
const members = [...aws.world.accounts.keys()].filter((id) => id !== administrator && id !== outside);
const refusing = [members[1], members[2], members[19]].map(String);
// They stand in a unit, which this account watches beside itself; of the rest of the organisation it watches nobody.
const unit = 'ou-simu-11111111';
const organization = { id: 'o-simulated1', units: [unit], regions: [region], callAs: 'SELF' } as const;

// How long so many accounts take is the machine's affair, and nothing that is tried here.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let here: Deployed;

beforeAll(async () => {
  for (const id of members) aws.account(id).parentId = unit;
  // Two accounts are as they are; the others have one Region, and from the sixth on nobody but root, which is quicker.
  for (const id of members.slice(2)) {
    const { regions } = aws.account(id);
    regions.clear();
    regions.set(region, 'ENABLED_BY_DEFAULT');
  }
  for (const id of members.slice(5)) {
    aws.account(id).state.latest.roles.clear();
  }
  here = await deployed({ organization }, { administrator, members, aws });
  // Of our own roles those keep the one that a sweep needs.
  for (const id of members.slice(5)) {
    const { roles, users } = aws.account(id).state.latest;
    users.clear();
    for (const name of [...roles.keys()]) if (name !== memberRoles.inspect) roles.delete(name);
  }
  for (const id of refusing) aws.account(id).state.latest.roles.delete(memberRoles.inspect);
});
afterAll(() => here.close());

const left = () => members.slice(0, 5);
const told = () =>
  here.cloud.announced.flatMap(({ type, detail }): EventDetail<'SweepCompleted'>[] => {
    const completed = detailOf('SweepCompleted', { source: 'rescind', 'detail-type': type, detail });
    return completed === null ? [] : [completed];
  });
const planned = () => here.cloud.announced.filter(({ type }) => type === 'ActionPlanned').map(({ detail }) => detail);

describe(`a sweep over ${swept} accounts of which 3 refuse`, () => {
  it('comes to its end, and names the three, though the function dies in the middle of an account', async () => {
    // Some of what was found there is on record by then, and nobody is told.
    const calls = here.cloud.killAt('sweep', 4, 'PutItem');
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    expect(calls()).toBeGreaterThan(4);
    const [summary] = told();
    expect(summary?.accounts).toEqual({ swept: swept - 3, refused: 3, unfinished: 0, closed: 0 });
    expect(summary?.unseen.map(({ accountId }) => accountId).toSorted()).toEqual(refusing.toSorted());
    expect(summary?.unseen.every(({ reason }) => reason.startsWith('AccessDenied'))).toBe(true);
    expect(summary?.credentials).toBeGreaterThan(2 * swept);
    expect(summary?.gaps).toBe(0);
    const entered = aws.journal.flatMap(({ operation, parameters }) =>
      operation === 'AssumeRole' ? String(parameters.RoleArn).slice(0, 25) : [],
    );
    expect(new Set(entered)).toContain(`arn:aws:iam::${members[0]}`);
    expect(entered).not.toContain(`arn:aws:iam::${outside}`);
    expect(entered.filter((one, at) => entered.indexOf(one) !== at)).toHaveLength(1);
  });

  it('announces each finding once, and each decision is on record for whoever acts', async () => {
    const ids = planned().map(({ id }) => String(id));
    expect(ids.length).toBe(told()[0]?.findings.new);
    expect(new Set(ids).size).toBe(ids.length);
    const notes = dynamodbNoteStore(here.table);
    const stored = await Promise.all(ids.map((id) => notes.load(decisionKey(id))));
    expect(stored.filter((note) => note === null)).toEqual([]);
    expect(here.cloud.queue('RespondWorkerQueue').bodies()).toHaveLength(ids.length);
  });
});

describe('the next day, with most accounts closed', () => {
  it('nobody is told twice, and the accounts that refused are asked again', async () => {
    for (const id of members.slice(5)) aws.account(id).status = 'SUSPENDED';
    const before = planned().length;
    here.cloud.pass(day);
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    const second = told()[1];
    expect(second?.accounts).toEqual({ swept: 4, refused: 2, unfinished: 0, closed: swept - 6 });
    expect(second?.findings.known).toBeGreaterThan(8);
    expect(second?.findings.new).toBe(0);
    expect(planned()).toHaveLength(before + (second?.findings.changed ?? 0));
  });
});

it('whoever finds the accounts of a unit may ask what it asks, and asks all that it may', async () => {
  await here.cloud.function('heartbeat').invoke({ Records: [{ messageId: 'm', body: '{}' }] });
  const names = await dynamodbNoteStore(here.table).load(noteKeys.accountNames);
  expect(Object.keys(JSON.parse(names?.text ?? '{}')).toSorted()).toEqual(
    [administrator, ...left(), outside].toSorted(),
  );
  const asks: readonly string[] = unitPermissions;
  const granted = here.cloud.granted.filter(({ action }) => asks.includes(action));
  expect(granted.map(({ role, action }) => `${role} ${action}`).toSorted()).toEqual(
    ['heartbeat', 'sweep'].flatMap((name) => asks.map((action) => `rescind-${name}-${region} ${action}`)),
  );
  expect(here.cloud.beyond(granted)).toEqual([]);
  expect(here.cloud.gateway.denied.filter((one) => asks.includes(one.split(' ')[1] ?? ''))).toEqual([]);
});

it('our own roles rest until there is a theft, and nobody is told of that; of one that somebody else made of them, yes', async () => {
  const [altered = '', , , moved = ''] = left();
  const roleOf = (account: string, name: string) => {
    const { roles } = aws.account(account).state.latest;
    const role = roles.get(name);
    if (role === undefined) throw new Error(`${account} has no ${name}`);
    return { roles, role };
  };
  for (const id of members) if (id !== altered && id !== moved) aws.account(id).status = 'SUSPENDED';
  const alive = roleOf(altered, memberRoles.alive);
  const anybody = { AWS: `arn:aws:iam::${altered}:root` };
  const Statement = [{ Effect: 'Allow', Principal: anybody, Action: 'sts:AssumeRole' }];
  alive.roles.set(memberRoles.alive, { ...alive.role, trust: JSON.stringify({ Version: '2012-10-17', Statement }) });
  const own = roleOf(moved, memberRoles.contain);
  own.roles.set(memberRoles.contain, { ...own.role, arn: own.role.arn.replace(':role/', ':role/ops/') as Arn });
  const before = planned().length;
  here.cloud.pass(300 * day);
  expect(await here.cloud.run('sweep')).toBe('succeeded');
  // What a role may do is told of ours, too: the one that writes inline denies could write more.
  const resting = new Set([unused.id, neverUsed.id, ownerless.id, unusedGrants.id]);
  const of = planned()
    .slice(before)
    .filter(({ signals }) => (signals as readonly { id: string }[]).some(({ id }) => resting.has(id)))
    .map(({ credential }) => String(credential))
    .filter((credential) => credential.includes('/rescind-'));
  expect(new Set(of)).toEqual(new Set([alive.role.arn, own.role.arn.replace(':role/', ':role/ops/')]));
});

it('what cannot be started is set aside with what it was to be given; without leave for that, too, it is lost', async () => {
  const letters = here.cloud.queue('SweepMachineDeadLetters');
  const { Input } = here.cloud.find('AWS::Scheduler::Schedule', 'Sweep').properties.Target as { Input: string };
  expect(await here.cloud.run('sweep', 'vain')).toBe('set aside');
  expect(letters.bodies()).toEqual([Input]);
  const inline = aws.account(administrator).state.latest.roles.get('rescind-sweep-schedule-eu-west-1')?.inline;
  inline?.set(
    'breach',
    JSON.stringify({ Statement: { Effect: 'Deny', Action: 'states:StartExecution', Resource: '*' } }),
  );
  expect(await here.cloud.run('sweep')).toBe('set aside');
  expect(letters.bodies()).toEqual([Input, Input]);
  inline?.clear();
  expect(String(await here.cloud.run('sweep'))).toContain('sqs:SendMessage');
});
