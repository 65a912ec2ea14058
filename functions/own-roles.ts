import { anyAccount, type Env, noGuard } from '../contract/env.ts';
import { type Homes, memberPermissions, memberRoleIn, sealedOnly } from '../contract/permissions.ts';
import { sealName, sealPath } from '../contract/seal.ts';
import type { Own } from '../core/intake/intake.ts';

/**
 * What our roles in an account do is no evidence against anybody, as long as it is what they are for: the names are for the taking where a
 * deployment leaves a role out, and a session can be stolen.
 */
export function ownIn(accountId: string | null): Own {
  return (role, action, { resource, policyArn }) =>
    isForOwn(role, accountId, { action, policyName: resource, policyArn });
}

/** A call by its name, and the policy that it puts on or takes off, where it is about one. */
interface Deed {
  readonly action: string;
  readonly policyName: string | null;
  readonly policyArn: string | null;
}

/** Whether it is what one of our roles in that account is for, and whose name the role has. */
export function isForOwn(role: string, accountId: string | null, { action, policyName, policyArn }: Deed): boolean {
  const found = memberRoleIn(role);
  if (found === null || found.account !== accountId || !memberPermissions[found.role].includes(action)) return false;
  // IAM cannot tell a deny of ours from a grant, nor our seal from another policy, but by its name.
  if (writesInline.test(action)) return policyName?.startsWith(ownPolicies) === true;
  return !sealedOnly.has(action) || policyArn?.endsWith(`:policy${sealPath}${sealName}`) === true;
}

const writesInline = /^iam:(Put|Delete)(User|Role)Policy$/;
/** Each of ours is named so: see `policyName` of a measure. */
const ownPolicies = 'Rescind-';

export function homesIn({ homes }: Pick<Env<'observe' | 'ingest' | 'respond'>, 'homes'>): Homes {
  return homes === anyAccount ? null : new Set(homes.split(','));
}

export function guardIn({ guard }: Pick<Env<'observe' | 'ingest'>, 'guard'>): string | null {
  return guard === noGuard ? null : guard;
}
