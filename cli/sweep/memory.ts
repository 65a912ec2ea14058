import type { Policy } from '../../core/policy/policy.ts';
import { openResponderState, type ResponderState, usualState } from '../respond/state.ts';
import type { SweepGiven } from './given.ts';
import { type KeptSweep, keepSweep } from './kept-sweep.ts';
import { reconcile } from './reconcile.ts';
import type { WhichAccounts } from './which-accounts.ts';

export interface Memory {
  readonly kept: KeptSweep;
  /** Null where nothing is remembered beyond this sweep. */
  readonly state: ResponderState | null;
}

/** What earlier sweeps left, brought up to what was done since. */
export async function openMemory(given: SweepGiven, which: WhichAccounts, policy: Policy): Promise<Memory> {
  const scope = JSON.stringify([
    which.accounts.map(({ id }) => id),
    given.regions ?? null,
    policy.version,
    given.rightSize !== undefined,
    given.inventory !== undefined,
  ]);
  const path = given.state ?? (given.apply === true ? usualState : ':memory:');
  const kept = keepSweep(path, scope, Date.now());
  if (path === ':memory:') return { kept, state: null };
  const state = openResponderState(path);
  await reconcile(kept, state.store, policy, kept.startedAt);
  return { kept, state };
}
