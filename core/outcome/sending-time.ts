import { hour, type Instant } from '../model/instant.ts';
import type { Choice } from '../plan/approval.ts';
import type { Decision } from '../plan/decision.ts';
import type { Policy } from '../policy/policy.ts';
import type { ActionResult } from './notice.ts';

/**
 * Whether it may wait for the next digest. What was changed or tried, what is asked, what was held back, and a credential in
 * a stranger's hands may not.
 */
export function canWait(
  { verdict, heldBack }: Pick<Decision, 'verdict' | 'heldBack'>,
  actions: readonly Pick<ActionResult, 'outcome'>[],
  choices: readonly Choice[],
): boolean {
  const isTried = actions.some(({ outcome }) => outcome.kind !== 'skipped');
  return !isTried && heldBack === null && verdict !== 'compromised' && !choices.includes('approve');
}

/** Whether what has waited since then is sent now. */
export function isTimeToSend(since: Instant, { notices }: Pick<Policy, 'notices'>, now: Instant): boolean {
  return now - since >= notices.digestHours * hour && !isQuiet(notices.quiet, now);
}

function isQuiet(quiet: Policy['notices']['quiet'], now: Instant): boolean {
  if (quiet === null) return false;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: quiet.zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now);
  const { from, until } = quiet;
  return from <= until ? from <= clock && clock < until : from <= clock || clock < until;
}
