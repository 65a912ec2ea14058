import { accountsUnder, type MemberAccount, memberAccounts } from '../adapters/aws/inventory/accounts.ts';
import type { Reach } from '../adapters/aws/inventory/reach.ts';
import { ownReach } from '../contract/env.ts';
import type { AccountId } from '../core/model/brand.ts';

export interface Watched {
  /** Those that can be called. */
  readonly accounts: readonly AccountId[];
  /** Closed and suspended ones. */
  readonly closed: number;
  /** All of the organisation, whoever watches them; null where the own account stands alone. */
  readonly members: readonly MemberAccount[] | null;
}

/** The accounts that a deployment of this reach watches. Throws what the SDK throws. */
export async function watchedAccounts(
  reach: readonly string[],
  { caller, organizations }: Pick<Reach, 'caller' | 'organizations'>,
): Promise<Watched> {
  const { accountId: own } = await caller();
  const units = reach.filter((one) => one !== ownReach);
  if (units.length === 0) return { accounts: [own], closed: 0, members: null };
  const members = await memberAccounts(organizations);
  const below = units.some((unit) => unit.startsWith('r-'))
    ? members.map(({ id }) => id)
    : (await Promise.all(units.map((unit) => accountsUnder(unit, organizations)))).flat();
  const wanted = new Set(below);
  if (reach.includes(ownReach)) wanted.add(own);
  else wanted.delete(own);
  const watched = members.filter(({ id }) => wanted.has(id));
  const accounts = watched.filter(({ isActive }) => isActive).map(({ id }) => id);
  return { accounts, closed: watched.length - accounts.length, members };
}
