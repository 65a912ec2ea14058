import { matchesGlob } from '../model/glob.ts';
import type { Instant } from '../model/instant.ts';
import { day } from '../model/instant.ts';
import { iamAction } from './actions/iam-action.ts';
import { isObservable } from './actions/observable.ts';
import { blastRadius } from './blast-radius.ts';
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
  /** Of the blast radius, what would go with the unused grants. */
  readonly radius: number;
  /** Actions, observable ones only. */
  readonly held: number;
  readonly used: number;
  /** Services of which nothing was used, most weight first. */
  readonly idleServices: readonly string[];
}

/** A grant this young had no time to be used. */
const newGrantDays = 30;

export function unusedGrants(grants: Grants, usedActions: readonly string[], now: Instant): UnusedGrants {
  const used = [...new Set(usedActions.map(iamAction))];
  const names = new Set(used);
  const isUsed = (action: string) =>
    names.has(action) || (isPattern(action) && used.some((one) => matchesGlob(action, one)));
  const all = heldActions(grants, now - newGrantDays * day);
  const observable = all.filter((held) => held.observable);
  const idle = observable.filter(({ action }) => !isUsed(action));
  const kept = blastRadius(grants, (action) => !isObservable(action.toLowerCase()) || names.has(action.toLowerCase()));
  return {
    share: ratio(weigh(idle), weigh(observable)),
    weight: weigh(idle),
    confidence: ratio(observable.length, all.length),
    radius: blastRadius(grants).value - kept.value,
    held: observable.length,
    used: observable.length - idle.length,
    idleServices: idleServices(observable, idle),
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

function idleServices(observable: readonly HeldAction[], idle: readonly HeldAction[]): readonly string[] {
  const held = Map.groupBy(observable, serviceOf);
  return [...Map.groupBy(idle, serviceOf)]
    .filter(([service, actions]) => actions.length === held.get(service)?.length)
    .toSorted(([, a], [, b]) => weigh(b) - weigh(a))
    .map(([service]) => service);
}

function serviceOf({ action }: HeldAction): string {
  return action.slice(0, action.indexOf(':'));
}
