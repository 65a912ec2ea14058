import { anyAccount, type Env } from '../contract/env.ts';
import { type Homes, memberRoles } from '../contract/permissions.ts';

/** The ARNs of our roles in an account: what they do is no evidence against anybody. */
export function ownRolesOf(accountId: string | null): ReadonlySet<string> {
  return new Set(Object.values(memberRoles).map((role) => `arn:aws:iam::${accountId ?? ''}:role/${role}`));
}

export function homesIn({ homes }: Pick<Env<'observe'>, 'homes'>): Homes {
  return homes === anyAccount ? null : new Set(homes.split(','));
}
