import { isToken } from '../model/credential.ts';
import { type Instant, minute, parseInstant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { isHard } from './approval.ts';
import type { Decision } from './decision.ts';
import { pinDocument } from './documents/pin-policy.ts';
import type { Facts } from './facts.ts';
import { isDisruptive } from './ladder.ts';

/** Production that called from where it belongs within this time is at work. */
const atWork = 15 * minute;

/**
 * The decision as the moment of acting allows it: a pin, which honest work does not feel, or a notice where no network is
 * known or a token cannot be pinned, in place of what would lock out the last administrator, stop production at work, or fall into a change window.
 */
export function spared(decision: Decision, facts: Facts, policy: Policy): Decision {
  const why = sparingFor(decision, facts, policy);
  if (why === null) return decision;
  const canPin = !isToken(decision.kind) && pinDocument(facts.established, Number.POSITIVE_INFINITY).ok;
  return { ...decision, action: canPin ? 'pin' : 'notify', heldBack: why };
}

/** Why more than a pin must not be put on now, as a clause; null where it may. No change explains evidence that stands by itself. */
export function sparingFor(decision: Decision, facts: Facts, policy: Policy): string | null {
  if (!isDisruptive(decision.action) || decision.action === 'pin') return null;
  return lockOut(decision, facts) ?? (isHard(decision, policy) ? null : changing(decision, policy, facts.now));
}

/** What would be hurt by binding the whole principal; ending one session of a role hurts nobody else. */
function lockOut({ action, kind }: Decision, { lastAdministrator, inUse, session, now }: Facts): string | null {
  if (action === 'revoke-sessions' && kind === 'role' && session !== null) return null;
  if (lastAdministrator) return 'nobody else in the account holds AdministratorAccess';
  if (inUse === null || now - inUse.at > atWork) return null;
  return `production is using it, ${inUse.by}`;
}

/** An hour of change brings much that is new, and whoever makes it must not be stopped half way. */
function changing({ accountId }: Decision, { changeWindows }: Policy, now: Instant): string | null {
  const window = changeWindows.find(({ from, until, accounts }) => {
    // A bound that cannot be read holds nobody up for less: fails toward the pin.
    const isThen =
      (parseInstant(from) ?? Number.NEGATIVE_INFINITY) <= now &&
      now < (parseInstant(until) ?? Number.POSITIVE_INFINITY);
    return isThen && (accounts.length === 0 || accounts.includes(accountId));
  });
  return window === undefined ? null : `a change is under way until ${window.until}: ${window.reason}`;
}
