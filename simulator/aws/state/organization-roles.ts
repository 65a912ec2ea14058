import type { World } from './world.ts';

/** Whom stack sets may be delegated to, as Organizations names it. */
export const stackSetsPrincipal = 'member.org.stacksets.cloudformation.amazonaws.com';

/** As `SELF` only the management account may, as `DELEGATED_ADMIN` only the ones that it delegated to. */
export function isStackSetAdministrator({ organization }: World, accountId: string, callAs: string | null): boolean {
  if (organization === null) return false;
  if (callAs === 'DELEGATED_ADMIN') return organization.delegated.get(accountId)?.includes(stackSetsPrincipal) === true;
  return accountId === organization.managementAccountId;
}
