import type { AccountId } from '../model/brand.ts';
import { day, hour, type Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { isDisruptive, type Rung } from './ladder.ts';

/** When disruptive actions were decided on, per account: what the limits count. */
export interface Spent {
  readonly actions: { readonly at: Instant; readonly accountId: AccountId; readonly cost: number }[];
}

export function emptySpent(): Spent {
  return { actions: [] };
}

/**
 * The rung that the limits leave: an exhausted limit turns a disruptive answer into a pin, which honest work does not feel,
 * and an exhausted pin into a notice. Part of each limit is kept for hard evidence, so that noise cannot spend it all.
 */
export function withinLimits(
  rung: Rung,
  accountId: AccountId,
  hard: boolean,
  at: Instant,
  policy: Policy,
  spent: Spent,
): { readonly rung: Rung; readonly heldBack: string | null } {
  if (!isDisruptive(rung)) return { rung, heldBack: null };
  const { disruptivePerAccountPerHour, disruptivePerOrganizationPerDay, reservedForHard } = policy.limits;
  const cost = costOf(rung);
  const share = hard ? 1 : 1 - reservedForHard;
  const inAccount = spentSince(spent, at - hour, at, accountId);
  if (inAccount + cost > disruptivePerAccountPerHour * share) {
    return heldBack(rung, `account ${accountId} has reached its limit of disruptive actions per hour`);
  }
  if (spentSince(spent, at - day, at, null) + cost > disruptivePerOrganizationPerDay * share) {
    return heldBack(rung, 'the organisation has reached its limit of disruptive actions per day');
  }
  return { rung, heldBack: null };
}

export function spend(spent: Spent, rung: Rung, accountId: AccountId, at: Instant): void {
  spent.actions.push({ at, accountId, cost: costOf(rung) });
  const oldest = spent.actions.findIndex((action) => action.at > at - day);
  if (oldest > 0) spent.actions.splice(0, oldest);
}

function spentSince(spent: Spent, since: Instant, until: Instant, accountId: AccountId | null): number {
  return spent.actions
    .filter(
      (action) => action.at > since && action.at <= until && (accountId === null || action.accountId === accountId),
    )
    .reduce((sum, action) => sum + action.cost, 0);
}

/** A pin leaves established networks open, so it costs a quarter of what a lock-out costs. */
function costOf(rung: Rung): number {
  return rung === 'pin' ? 0.25 : 1;
}

function heldBack(rung: Rung, why: string): { rung: Rung; heldBack: string } {
  return { rung: rung === 'pin' ? 'notify' : 'pin', heldBack: why };
}
