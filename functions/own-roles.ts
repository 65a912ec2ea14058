import { anyAccount, type Env } from '../contract/env.ts';
import { type Homes, memberPermissions, memberRoleIn, ownRolePrefix, sealedOnly } from '../contract/permissions.ts';
import { sealName, sealPath } from '../contract/seal.ts';
import type { Own } from '../core/intake/intake.ts';

/**
 * What our roles in an account do is no evidence against anybody, as long as it is what they are for: the names are for the taking where a
 * deployment leaves a role out, and a session can be stolen.
 */
export function ownIn(accountId: string | null): Own {
  return (role, action, { principalName, resource, policyArn, mild }) =>
    isForOwn(role, accountId, { action, principalName, policyName: resource, policyArn, isMild: mild === true });
}

/** A call by its name, whom it is about, and the policy that it puts on or takes off, where it is about one. */
interface Deed {
  readonly action: string;
  readonly principalName: string | null;
  readonly policyName: string | null;
  readonly policyArn: string | null;
  /** By its own words it gives nobody anything: a policy that only denies. */
  readonly isMild: boolean;
}

/** Whether it is what one of our roles in that account is for, and whose name the role has. */
export function isForOwn(role: string, accountId: string | null, deed: Deed): boolean {
  const { action, principalName, policyName, policyArn, isMild } = deed;
  const found = memberRoleIn(role);
  if (found === null || found.account !== accountId || !memberPermissions[found.role].includes(action)) return false;
  // What would change one of ours is no doing of theirs: a deny in the role keeps them from it.
  if (changesRole.test(action) && principalName?.toLowerCase().startsWith(ownRolePrefix) === true) return false;
  // What writes a deny could write a grant: IAM cannot tell one from the other.
  if (writesInline.test(action))
    return policyName?.startsWith(ownPolicies) === true && (isMild || takesOff.test(action));
  return !sealedOnly.has(action) || policyArn?.endsWith(`:policy${sealPath}${sealName}`) === true;
}

const changesRole = /^iam:(Attach|Delete|Detach|Put|Update)\w*Role/;
const writesInline = /^iam:(Put|Delete)(User|Role)Policy$/;
const takesOff = /^iam:Delete/;
/** Each of ours is named so: see `policyName` of a measure. */
const ownPolicies = 'Rescind-';

export function homesIn({ homes }: Pick<Env<'observe' | 'ingest' | 'respond'>, 'homes'>): Homes {
  return homes === anyAccount ? null : new Set(homes.split(','));
}
