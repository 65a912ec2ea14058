import type { CredentialUse } from '../../intake/credential-use.ts';
import type { AccountId, Arn } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import type { GrantStatement } from './grants.ts';
import { isAwsPolicy, knownPolicy } from './known-policies.ts';
import { readPolicyDocument } from './policy-document.ts';
import { type OpenDoor, openDoors } from './trust.ts';

/** A call that gave somebody more than before: the one who got it has to be judged anew. */
export interface GrantMade {
  readonly accountId: AccountId;
  /** `iam:AttachRolePolicy`. */
  readonly action: string;
  /** User, role or group; null where a policy itself was changed. */
  readonly to: string | null;
  /** Name or ARN of the policy; null where none is named, as for a trust policy. */
  readonly policy: string | null;
  readonly by: Arn;
  /** A person's session or browser made the call, not a pipeline, nor a service for a stack of theirs. */
  readonly byHand: boolean;
  readonly at: Instant;
  /** What it gives, where the record or AWS's own policy says so; absent where neither does. */
  readonly statements?: readonly GrantStatement[];
  /** Doors to strangers in the trust policy that it writes. */
  readonly doors?: readonly OpenDoor[];
  /** When it is to end, as it was given: by its condition, its name, or the organisation's default. */
  readonly endsAt?: Instant;
}

const widening: ReadonlySet<string> = new Set([
  'iam:AttachUserPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachGroupPolicy',
  'iam:PutUserPolicy',
  'iam:PutRolePolicy',
  'iam:PutGroupPolicy',
  'iam:AddUserToGroup',
  'iam:UpdateAssumeRolePolicy',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:DeleteUserPermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
]);

/** Null for every other call, and for one that failed. `ours`: accounts of the organisation; null where they are not known. */
export function grantMadeBy(use: CredentialUse, ours: ReadonlySet<string> | null = null): GrantMade | null {
  const { action, credential, target, at } = use;
  if (use.errorCode !== null || !widening.has(action)) return null;
  return {
    accountId: credential.accountId,
    action,
    to: target.principalName,
    policy: target.policyArn ?? target.resource,
    by: credential.kind === 'role' ? credential.id : credential.principal,
    byHand: use.source.kind !== 'service' && (use.console || personOf(use) !== null),
    at,
    ...givenBy(use, ours),
  };
}

function givenBy(
  { action, credential, target }: CredentialUse,
  ours: ReadonlySet<string> | null,
): Pick<GrantMade, 'statements' | 'doors'> {
  if (action === 'iam:UpdateAssumeRolePolicy') {
    const doors = openDoors(target.document, credential.accountId, ours);
    return doors.length === 0 ? {} : { doors };
  }
  const { policyArn } = target;
  const own = policyArn !== null && isAwsPolicy(policyArn) ? knownPolicy(policyArn) : null;
  const read = target.document === undefined ? null : readPolicyDocument(target.document, null);
  const statements = read?.ok === true ? read.value : own;
  return statements === null ? {} : { statements };
}

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The person whom a call names by an address: in the session's source identity, its name, or the user's name. */
export function personOf({ sourceIdentity, principal }: CredentialUse): string | null {
  const names = [
    sourceIdentity,
    principal.kind === 'role-session' ? principal.sessionName : null,
    principal.kind === 'user' ? principal.userName : null,
  ];
  return names.find((name) => name !== null && address.test(name)) ?? null;
}
