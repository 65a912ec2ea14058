import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detailOf, type EventDetail } from '../../contract/events.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { day, hour } from '../../core/model/instant.ts';
import { simulateAccounts } from '../../simulator/accounts/accounts.ts';
import { type Deployed, deployed } from './deployed.ts';
import { region } from './local-cloud.ts';

const world = simulateAccounts({ seed: 5, accounts: 50, credentials: 4, now: Date.now() });
const { aws, managementAccountId: administrator } = world;
const members = [...aws.world.accounts.keys()].filter((id) => id !== administrator);
const refusing = [members[3], members[17], members[40]].map(String);
const organization = { id: 'o-simulated1', units: ['r-simu'], regions: [region], callAs: 'SELF' } as const;

let here: Deployed;

beforeAll(async () => {
  here = await deployed({ organization }, { administrator, members, aws });
  for (const id of refusing) aws.account(id).state.latest.roles.delete(memberRoles.inspect);
});
afterAll(() => here.close());

const told = () =>
  here.cloud.announced.flatMap(({ type, detail }): EventDetail<'SweepCompleted'>[] => {
    const completed = detailOf('SweepCompleted', { source: 'rescind', 'detail-type': type, detail });
    return completed === null ? [] : [completed];
  });
const planned = () => here.cloud.announced.filter(({ type }) => type === 'ActionPlanned').map(({ detail }) => detail);
const readIn = (from: number) =>
  new Set(
    aws.journal.slice(from).flatMap(({ operation, caller }) => {
      return operation === 'GetAccountAuthorizationDetails' ? [String(caller?.split(':')[4])] : [];
    }),
  );

describe('a sweep over 50 accounts of which 3 refuse', () => {
  it('comes to its end, and names the three', async () => {
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    const [summary] = told();
    expect(summary?.accounts).toEqual({ swept: 47, refused: 3, unfinished: 0, closed: 0 });
    expect(summary?.unseen.map(({ accountId }) => accountId).toSorted()).toEqual(refusing.toSorted());
    expect(summary?.unseen.every(({ reason }) => reason.startsWith('AccessDenied'))).toBe(true);
    expect(summary?.credentials).toBeGreaterThan(47 * 3);
    expect(summary?.gaps).toBe(0);
  });

  it('announces each finding, and each decision is on record for whoever acts', async () => {
    const found = planned();
    expect(found.length).toBe(told()[0]?.findings.new);
    expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(['stale', 'overprivileged']));
    await here.cloud.settle();
    const taken = here.cloud.announced.filter(({ type }) => type === 'ActionTaken');
    expect(taken.map(({ detail }) => detail.id).toSorted()).toEqual(found.map(({ id }) => id).toSorted());
    expect(here.cloud.queue('RespondWorkerDeadLetters').bodies()).toEqual([]);
  });

  it('tells nobody twice, and the accounts that refused are asked again', async () => {
    const before = planned().length;
    here.cloud.pass(day);
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    const second = told()[1];
    expect(second?.findings.known).toBeGreaterThan(0);
    expect(second?.findings.new).toBe(0);
    expect(planned()).toHaveLength(before + (second?.findings.changed ?? 0));
    expect(second?.accounts.refused).toBe(3);
  });
});

it('a sweep that breaks off goes on with the accounts that are left', async () => {
  here.cloud.pass(day);
  let asked = 0;
  // The function dies again and again from the twentieth account on.
  aws.faults = ({ operation }) => {
    if (operation !== 'GetAccountAuthorizationDetails' || ++asked <= 20) return 'pass';
    here.cloud.function('sweep').kill();
    return 'pass';
  };
  expect(await here.cloud.run('sweep')).toBe('succeeded');
  const broken = told().at(-1);
  expect(broken?.accounts.swept).toBeLessThan(30);
  expect(broken?.accounts.unfinished).toBeGreaterThan(15);
  expect(broken?.unseen.some(({ reason }) => reason === 'was not finished')).toBe(true);
  aws.faults = () => 'pass';
});

it('one whose end was never told, too', async () => {
  here.cloud.pass(day);
  const from = aws.journal.length;
  let asked = 0;
  const step = (account: string, run: string) => here.cloud.function('sweep').invoke({ step: 'account', run, account });
  const { run, accounts } = (await here.cloud.function('sweep').invoke({ step: 'begin' })) as {
    run: string;
    accounts: string[];
  };
  for (const account of accounts.slice(0, 10)) asked += Object.keys((await step(account, run)) as object).length;
  expect(asked).toBe(0);
  here.cloud.pass(hour);
  expect(await here.cloud.run('sweep')).toBe('succeeded');
  expect(told().at(-1)).toMatchObject({ id: run, accounts: { swept: 47, refused: 3, unfinished: 0 } });
  // Nobody was read twice.
  const reads = aws.journal.slice(from).filter(({ operation }) => operation === 'GetAccountAuthorizationDetails');
  expect(reads).toHaveLength(readIn(from).size);
});

it('whoever is on the machine’s way without leave is noticed', async () => {
  aws.account(administrator).state.latest.roles.delete('rescind-sweep-schedule');
  await expect(here.cloud.run('sweep')).rejects.toThrow('rescind-sweep-schedule');
});
