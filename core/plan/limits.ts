import type { AccountId } from '../model/brand.ts';
import { day, hour, type Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { isDisruptive, type Rung } from './ladder.ts';

/** When disruptive actions were decided on, per account: what the limits count. */
export interface Spent {
  readonly actions: { readonly at: Instant; readonly accountId: AccountId; readonly pin: boolean }[];
}

export function emptySpent(): Spent {
  return { actions: [] };
}

/**
 * The rung that the limits leave: an exhausted limit turns a disruptive answer into a pin, which work at established addresses does not feel,
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
  const why = exhausted(rung, accountId, hard, at, policy, spent);
  if (why === null) return { rung, heldBack: null };
  const pinned = rung !== 'pin' && exhausted('pin', accountId, hard, at, policy, spent) === null;
  return { rung: pinned ? 'pin' : 'notify', heldBack: why };
}

/** Which limit has no room for the rung, in words; null where there is room. */
function exhausted(
  rung: Rung,
  accountId: AccountId,
  hard: boolean,
  at: Instant,
  { limits }: Policy,
  spent: Spent,
): string | null {
  if (!isDisruptive(rung)) return null;
  const room = (hard ? 1 : 1 - limits.reservedForHard) * (rung === 'pin' ? pinsPerLockOut : 1);
  const taken = (since: Instant, account: AccountId | null) => spentSince(spent, rung, since, at, account);
  if (taken(at - hour, accountId) + 1 > limits.disruptivePerAccountPerHour * room) {
    return `account ${accountId} has reached its limit of disruptive actions per hour`;
  }
  return taken(at - day, null) + 1 > limits.disruptivePerOrganizationPerDay * room
    ? 'the organisation has reached its limit of disruptive actions per day'
    : null;
}

/** A pin leaves established networks open, so there may be more of them; they are counted apart. */
const pinsPerLockOut = 4;

export function spend(spent: Spent, rung: Rung, accountId: AccountId, at: Instant): void {
  spent.actions.push({ at, accountId, pin: rung === 'pin' });
  const oldest = spent.actions.findIndex((action) => action.at > at - day);
  if (oldest > 0) spent.actions.splice(0, oldest);
}

function spentSince(spent: Spent, rung: Rung, since: Instant, until: Instant, account: AccountId | null): number {
  return spent.actions.filter(
    ({ at, accountId, pin }) =>
      at > since && at <= until && pin === (rung === 'pin') && (account === null || accountId === account),
  ).length;
}

/** How many disruptive actions the limits still allow on hard evidence: of an account in the hour, or null for the organisation in the day. */
export function roomLeft(
  spent: Spent,
  { limits }: Policy,
  now: Instant,
  account: AccountId | null,
): { readonly lockOuts: number; readonly pins: number } {
  const most = account === null ? limits.disruptivePerOrganizationPerDay : limits.disruptivePerAccountPerHour;
  const since = now - (account === null ? day : hour);
  return {
    lockOuts: Math.max(0, most - spentSince(spent, 'disable', since, now, account)),
    pins: Math.max(0, most * pinsPerLockOut - spentSince(spent, 'pin', since, now, account)),
  };
}
