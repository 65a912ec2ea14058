import { newContainment, outcomeIdOf } from './outcome/containment.ts';
import type { RespondPorts } from './outcome/ports.ts';
import type { Decision } from './plan/decision.ts';
import type { Facts } from './plan/facts.ts';
import { keyRetirementOf } from './plan/measures/key-retirement.ts';
import type { Response } from './respond.ts';

/**
 * Once a secret was rotated for an access key, what is left stays on record like any other measure: the hourly upkeep
 * drives it, restore takes it back, a hold stops it. Armed again at every delivery, it is armed once.
 */
export async function startHandOver(
  decision: Decision,
  facts: Facts,
  { outcome, actions }: Pick<Response, 'outcome' | 'actions'>,
  { store, clock, worker }: Pick<RespondPorts, 'store' | 'clock' | 'worker'>,
): Promise<void> {
  if (decision.mode !== 'enforce' || (outcome.kind !== 'done' && outcome.kind !== 'already-so')) return;
  const now = clock.now();
  const rotated = await store.read(`${outcomeIdOf(decision.id)}.rotate-secret`);
  const measure = keyRetirementOf(decision, facts, rotated?.history[0]?.at ?? now);
  if (measure !== null) await store.arm([newContainment(decision, actions.length, measure, worker, now)], now);
}
