import { memberRoles } from '../contract/permissions.ts';

/** The ARNs of our roles in an account: what they do is no evidence against anybody. */
export function ownRolesOf(accountId: string | null): ReadonlySet<string> {
  return new Set(Object.values(memberRoles).map((role) => `arn:aws:iam::${accountId ?? ''}:role/${role}`));
}
