import { matchesGlob } from '../../model/glob.ts';
import type { Instant } from '../../model/instant.ts';
import { day } from '../../model/instant.ts';
import { iamAction } from './actions/iam-action.ts';
import { isObservable } from './actions/observable.ts';
import { serviceOf } from './actions/service-of.ts';
import { blastRadius, radiusOf } from './blast-radius.ts';
import type { Grants } from './grants.ts';
import { type HeldAction, heldActions } from './held-actions.ts';

/** What is held and was not seen in use: a share of weight, since one unused `iam:PassRole` outweighs eight unused lists. */
export interface UnusedGrants {
  /** 0 to 1, over what the trail can show. */
  readonly share: number;
  /** Weight times reach of what is unused: 8 is one permission to change permissions, everywhere. */
  readonly weight: number;
  /** Share of the held actions that the trail can show at all: how far `share` may be trusted. */
  readonly confidence: number;
  /** How much of the blast radius would go with the unused grants. */
  readonly radius: number;
  /** Number of actions that are observable or were seen. */
  readonly held: number;
  readonly used: number;
  /** Services of which nothing was used, most weight first. */
  readonly idleServices: readonly string[];
}

/** What is known of single actions, in IAM's lower-case spelling. */
export interface UseEvidence {
  /** For a pattern: whether anything was used that it covers. */
  isUsed(action: string): boolean;
  /** False where a use would have left no mark: such an action is neither used nor unused. */
  isObservable(action: string): boolean;
}

/** A grant this young had no time to be used. */
const newGrantDays = 30;

export function unusedGrants(grants: Grants, evidence: UseEvidence, now: Instant): UnusedGrants {
  const all = heldActions(grants, now - newGrantDays * day);
  // A trail with data events shows uses that others do not: what was seen is observable.
  const observable = all.filter(({ action }) => evidence.isObservable(action) || evidence.isUsed(action));
  const idle = observable.filter(({ action }) => !evidence.isUsed(action));
  const isKept = (action: string) => !evidence.isObservable(action) || evidence.isUsed(action);
  const kept = radiusOf(grants, (action) => isKept(action.toLowerCase()));
  return {
    share: ratio(weigh(idle), weigh(observable)),
    weight: weigh(idle),
    confidence: ratio(observable.length, all.length),
    radius: blastRadius(grants).value - kept.value,
    held: observable.length,
    used: observable.length - idle.length,
    idleServices: idleServices(idle, evidence),
  };
}

/** What the calls in a trail tell. Data-plane calls leave no event there, so nothing is told about them. */
export function trailEvidence(usedActions: readonly string[]): UseEvidence {
  const used = [...new Set(usedActions.map(iamAction))];
  const names = new Set(used);
  return {
    isObservable,
    isUsed: (action) => names.has(action) || (isPattern(action) && used.some((one) => matchesGlob(action, one))),
  };
}

function isPattern(action: string): boolean {
  return /[*?]/.test(action);
}

function weigh(actions: readonly HeldAction[]): number {
  return actions.reduce((sum, { weight, reach }) => sum + weight * reach, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** A service with any call on record is in use, whichever call it was, and however young its grant. */
function idleServices(idle: readonly HeldAction[], evidence: UseEvidence): readonly string[] {
  return [...Map.groupBy(idle, ({ action }) => serviceOf(action))]
    .filter(([service]) => !evidence.isUsed(`${service}:*`))
    .toSorted(([, a], [, b]) => weigh(b) - weigh(a))
    .map(([service]) => service);
}
