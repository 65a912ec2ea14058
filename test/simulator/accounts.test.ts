import { expect, test } from 'vitest';
import { day } from '../../core/model/instant.ts';
import { simulateAccounts } from '../../simulator/accounts/accounts.ts';
import type { Truth } from '../../simulator/accounts/truth.ts';

const options = { seed: 5, accounts: 3, credentials: 30, now: 2_000 * day };

test('the same seed makes the same organisation, and an account more leaves the others’ truths as they are', () => {
  const world = simulateAccounts(options);
  expect(simulateAccounts(options).truths).toEqual(world.truths);
  const wider = simulateAccounts({ ...options, accounts: 4 }).truths.slice(0, world.truths.length);
  const plain = (truths: readonly Truth[]) => truths.map(({ credential: _, ...truth }) => truth);
  expect(plain(wider)).toEqual(plain(world.truths));
});

test('every truth is about a credential that is there', () => {
  const { aws, truths } = simulateAccounts(options);
  const missing = truths.filter(({ accountId, credential, kind }) => {
    const { users, roles, secrets, beside } = aws.account(accountId).state.latest;
    const all = [...users.values()];
    if (kind === 'access-key') return !all.some(({ keys }) => keys.some(({ id }) => id === credential));
    if (kind === 'secret') return !secrets.has(credential);
    if (kind === 'parameter') return !beside.parameters.has(credential);
    if (kind === 'event-connection') return !beside.connections.has(credential);
    if (kind === 'roles-anywhere') return !beside.anywhere.has(credential);
    if (kind === 'role') return ![...roles.values()].some(({ arn }) => arn === credential);
    return !all.some(({ arn }) => credential.startsWith(arn));
  });
  expect(missing).toEqual([]);
  expect(new Set(truths.map(({ use }) => use)).size).toBe(7);
});
