import { expect, it } from 'vitest';
import { Gaps } from '../../../adapters/aws/inventory/gaps.ts';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { toldOf } from '../../../functions/sweep/told-of-account.ts';
import type { SweepWork } from '../../../functions/sweep/work.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';

const management = '999999999999' as AccountId;
const member = '111122223333' as AccountId;
const now = Date.UTC(2026, 10, 26);
const denies = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } });

it('control policies bind each account but the one that manages the organisation, whatever is put on the root', async () => {
  const accounts = [management, member].map((id) => ({ id }));
  const aws = new SimulatedAws({ clock: { now: () => now }, accounts, managementAccountId: management });
  for (const { id } of accounts) aws.account(id).serviceControlPolicies = [[denies]];
  const sdk = { region: 'eu-west-1', credentials: aws.administrator(management), requestHandler: aws.requestHandler() };
  const work = { sessions: sweepSessions({ roleName: 'none', sdk }) } as SweepWork;
  const beside = { startedAt: now, closed: 0, unseen: 0, finishedAt: null };
  const run = { id: 's_1', accounts: [management, member], ours: [], management, ...beside };
  const told = async (account: AccountId) => {
    const gaps = new Gaps(account);
    const { controls } = await toldOf(account, run, gaps, work);
    return { controls: controls?.flat(), gaps: gaps.found };
  };
  expect(await told(member)).toEqual({ controls: [denies], gaps: [] });
  expect(await told(management)).toEqual({ controls: undefined, gaps: [] });
});
