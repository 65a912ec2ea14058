import { declaredCadenceDays } from '../../context/declared/declared-cadence.ts';
import type { DeclaredContext } from '../../context/recorded-context.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Standing } from '../standing/standing.ts';

/** A pause half as long again as the longest on record is still the same habit. */
const patience = 1.5;
/** No calendar is exact. */
const leeway = 1.1;

/**
 * Idle days from which a credential is stale. A long pause on record stretches the window up to the policy's cap;
 * what the owner declared stretches it as far as was said, since a yearly audit is known to be yearly.
 */
export function unusedWindowDays(standing: Standing, policy: Policy): number {
  const { unusedDays, longestUnusedDays } = policy.stale;
  const learned = learnedPauseDays(standing, policy);
  // Roles that services assume wait for failures and scale-outs; an idle one opens no door to a thief outside.
  const least = standing.keeper === 'service' ? Math.max(unusedDays, longestUnusedDays) : unusedDays;
  return Math.max(least, learned, patience * (declaredCadenceDays(standing.declared) ?? 0));
}

/**
 * Half as long again as its longest pause on record, up to the policy's cap; a pause that it came back from is no sign of
 * anything, however long it was.
 */
export function learnedPauseDays({ observed }: Standing, { stale }: Policy): number {
  const gap = observed?.longestGapDays ?? 0;
  return Math.max(Math.min(stale.longestUnusedDays, patience * gap), leeway * gap);
}

/**
 * Idle days from which no habit explains the pause any more. A habit is known that was watched for as long as the policy
 * grants to rare work, or that its owner declared; where it is not, that longest pause counts.
 */
export function settledWindowDays(standing: Standing, policy: Policy): number {
  const watched = standing.observed !== null && standing.observed.longestGapDays !== null;
  const long = watched && standing.observed.observedDays >= policy.stale.longestUnusedDays;
  const isKnown = long || declaredCadenceDays(standing.declared) !== null;
  const windowDays = unusedWindowDays(standing, policy);
  return isKnown ? windowDays : Math.max(windowDays, policy.stale.longestUnusedDays);
}

/** IAM's last-accessed dates reach back no further. */
const longestOnRecord = 400;

/** Days without a use from which a permission counts as unused: a yearly job uses what it holds once a year. */
export function accessWindowDays(declared: DeclaredContext | null, policy: Policy): number {
  return Math.min(longestOnRecord, Math.max(policy.stale.longestUnusedDays, declaredCadenceDays(declared) ?? 0));
}

/** 8 bits, a notice, when the window ends; twice that at twice the window; never past certainty. */
export function bitsOfDelay(days: number, windowDays: number): number {
  return Math.min(20, (8 * days) / windowDays);
}

/** Switched off, a trap, or AWS's to look after: not the owner's to clean up. */
export function isNotForOwner(standing: Standing): boolean {
  return (
    standing.status === 'inactive' ||
    standing.declared?.canary === true ||
    standing.keeper === 'service-linked' ||
    standing.keeper === 'identity-center'
  );
}

/** Not to be cleaned up for being at rest: our own roles rest until there is a theft. What they may do is judged all the same. */
export function mayRest(standing: Standing): boolean {
  return standing.keeper === 'rescind' || isNotForOwner(standing);
}
