import { expect, test } from 'vitest';
import { accountsUnder } from '../../adapters/aws/inventory/accounts.ts';
import { watchedAccounts } from '../../functions/watched.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import { clientsOf } from '../simulator/aws/simulation.ts';

const [management, own, near, far, closed] = ['1', '2', '3', '4', '5'].map((digit) => digit.repeat(12)) as [
  string,
  string,
  string,
  string,
  string,
];
const [unitNear, unitFar] = ['ou-simu-11111111', 'ou-simu-22222222'] as const;

const aws = new SimulatedAws({
  clock: { now: () => Date.UTC(2026, 10, 24, 12) },
  accounts: [
    { id: management },
    { id: own },
    { id: near, parentId: unitNear },
    { id: far, parentId: unitFar },
    { id: closed, parentId: unitNear },
  ],
  managementAccountId: management,
});
aws.account(closed).status = 'SUSPENDED';
aws.world.organization?.delegated.set(own, ['member.org.stacksets.cloudformation.amazonaws.com']);
const { organizations } = clientsOf(aws, aws.administrator(own));
const sessions = { organizations, caller: async () => ({ partition: 'aws', accountId: own }) } as Parameters<
  typeof watchedAccounts
>[1];

test.each([
  ['this account alone', ['account'], [own]],
  ['all of the organisation', ['account', 'r-simu'], [management, own, near, far]],
  ['all but this account', ['r-simu'], [management, near, far]],
  ['units, and this account beside them', ['account', unitNear], [own, near]],
  ['units alone', [unitFar, unitNear], [near, far]],
])('%s', async (_, reach, accounts) => {
  const watched = await watchedAccounts(reach, sessions);
  expect(watched.accounts).toEqual(accounts);
  expect(watched.members?.length ?? null).toBe(reach.length === 1 && reach[0] === 'account' ? null : 5);
});

test('who is closed is counted where it is watched', async () => {
  expect((await watchedAccounts([unitNear], sessions)).closed).toBe(1);
  expect((await watchedAccounts([unitFar], sessions)).closed).toBe(0);
});

test('the root itself is found unit by unit, too', async () => {
  expect((await accountsUnder('r-simu', organizations)).toSorted()).toEqual([management, own, near, far, closed]);
});
