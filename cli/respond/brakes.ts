import { day, type Instant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import { withinLimits } from '../../core/plan/limits.ts';
import type { Exemption, Policy } from '../../core/policy/policy.ts';
import { UsageError } from '../exit.ts';
import type { ResponderState } from './state.ts';

/**
 * Stops an order that an exemption or the policy forbids: whoever wants it all the same changes those first, in the
 * open. `exemptions` null: they could not be read.
 */
export function mustBeUnprotected(
  decision: Decision,
  policy: Policy,
  exemptions: readonly Exemption[] | null,
  now: Instant,
): void {
  if (exemptions === null) {
    throw new UsageError('The exemptions could not be read, so nothing is done.', 'Mend exemptions.json, then repeat.');
  }
  const meant = exemptions.filter(coversAnOrder);
  const protection = protectionOfDecision(
    decision,
    { ...policy, exemptions: policy.exemptions.filter(coversAnOrder) },
    meant,
    now,
  );
  if (protection === null) return;
  throw new UsageError(
    `${decision.credential} is not to be touched: ${protection}.`,
    'If it must be, end the exemption or take it out of `protect` first.',
  );
}

/** An exemption from being called stale says nothing about a theft. */
function coversAnOrder({ scope }: Exemption): boolean {
  return scope.split(',').some((one) => ['all', '*', 'anomalous'].includes(one.trim()));
}

/** The limit that the order would go over, in words; null where there is room. */
export function limitReached(
  { action, accountId }: Decision,
  policy: Policy,
  state: Pick<ResponderState, 'spent'>,
  now: Instant,
): string | null {
  return withinLimits(action, accountId, true, now, policy, state.spent(now - day)).heldBack;
}
