import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { detailOf, type EventDetail } from '../../contract/events.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { day, hour } from '../../core/model/instant.ts';
import { simulateAccounts } from '../../simulator/accounts/accounts.ts';
import { inOneRegion } from '../simulator/aws/simulation.ts';
import { type Deployed, deployed } from './deployed.ts';
import { region } from './local-cloud.ts';

const world = simulateAccounts({ seed: 5, accounts: 10, credentials: 1, now: Date.now() });
const { aws, managementAccountId: administrator } = world;
const members = [...aws.world.accounts.keys()].filter((id) => id !== administrator);
const refusing = [members[1], members[2]].map(String);
const organization = { id: 'o-simulated1', units: ['r-simu'], regions: [region], callAs: 'SELF' } as const;

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let here: Deployed;

beforeAll(async () => {
  inOneRegion(aws, region);
  here = await deployed({ organization }, { administrator, members, aws });
  for (const id of refusing) aws.account(id).state.latest.roles.delete(memberRoles.inspect);
  await here.cloud.run('sweep');
});
afterAll(() => here.close());

const told = () =>
  here.cloud.announced.flatMap(({ type, detail }): EventDetail<'SweepCompleted'>[] => {
    const completed = detailOf('SweepCompleted', { source: 'rescind', 'detail-type': type, detail });
    return completed === null ? [] : [completed];
  });

describe('the next days of a sweep', () => {
  it('where the function dies again and again, the sweep comes to its end and names who was not finished', async () => {
    here.cloud.pass(day);
    const unlucky = String(members[7]);
    aws.faults = ({ operation, accountId }) => {
      if (operation === 'GetAccountAuthorizationDetails' && accountId === unlucky) here.cloud.function('sweep').kill();
      return 'pass';
    };
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    aws.faults = () => 'pass';
    const broken = told()[1];
    expect(broken?.unseen).toContainEqual({ accountId: unlucky, reason: 'was not finished' });
    expect(broken?.accounts.unfinished).toBe(1);
  });

  it('one that broke off goes on with the accounts that are left', async () => {
    here.cloud.pass(day);
    const sweep = here.cloud.function('sweep');
    const { run, slices } = (await sweep.invoke({ step: 'begin' })) as { run: string; slices: object[] };
    const [slice] = slices;
    const { accounts } = (await sweep.invoke({ step: 'slice', run, slice })) as { accounts: string[] };
    for (const account of accounts.slice(0, 4)) await sweep.invoke({ step: 'account', run, account });
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    expect(told(), 'it may still live').toHaveLength(2);
    here.cloud.pass(hour);
    const from = aws.journal.length;
    expect(await here.cloud.run('sweep')).toBe('succeeded');
    expect(told()[2]).toMatchObject({ id: run, accounts: { swept: 8, refused: 2, unfinished: 0 } });
    const entered = aws.journal.slice(from).filter(({ operation }) => operation === 'AssumeRole');
    expect(entered).toHaveLength(6);
  });

  it('each hour after that nothing is asked of anybody, until its day is over; a person need not wait', async () => {
    const from = aws.journal.length;
    for (const hours of [1, 10, 11]) {
      here.cloud.pass(hours * hour);
      expect(await here.cloud.run('sweep')).toBe('succeeded');
    }
    expect(aws.journal.slice(from)).toEqual([]);
    expect(told()).toHaveLength(3);
    expect(await here.cloud.run('sweep', 'hand')).toBe('succeeded');
    expect(told()).toHaveLength(4);
  });
});
