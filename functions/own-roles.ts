import { anyAccount, type Env, noGuard } from '../contract/env.ts';
import { type Homes, memberPermissions, memberRoleIn } from '../contract/permissions.ts';
import type { Own } from '../core/intake/intake.ts';

/**
 * What our roles in an account do is no evidence against anybody, as long as it is what they are for: the names are for the taking where a
 * deployment leaves a role out, and a session can be stolen.
 */
export function ownIn(accountId: string | null): Own {
  return (credential, action) => memberRoleIn(credential)?.account === accountId && isForOwn(credential, action);
}

/** Whether it is what one of our roles in an account is for, and whose name the role has. */
export function isForOwn(role: string, action: string): boolean {
  const found = memberRoleIn(role);
  return found !== null && memberPermissions[found.role].includes(action);
}

export function homesIn({ homes }: Pick<Env<'observe' | 'ingest' | 'respond'>, 'homes'>): Homes {
  return homes === anyAccount ? null : new Set(homes.split(','));
}

export function guardIn({ guard }: Pick<Env<'observe' | 'ingest'>, 'guard'>): string | null {
  return guard === noGuard ? null : guard;
}
