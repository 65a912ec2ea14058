import type { AccountId, Arn, Region } from '../../model/brand.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { Condition } from '../documents/deny-document.ts';
import { caseOf, type Described } from './measure.ts';
import { remains } from './remains.ts';

/** How Identity Center knows the person behind a session, as seen from the account that administers it. */
export interface PersonAccess {
  readonly administratorId: AccountId;
  readonly region: Region;
  readonly instanceArn: Arn;
  readonly permissionSetArn: Arn;
  readonly permissionSet: string;
  /** The person's id in the identity store. */
  readonly userId: string;
  /** The permission set's inline policy; null where it has none. */
  readonly policy: string | null;
}

/** One statement in a permission set's inline policy that binds one person, in every account that holds a role of the set. */
export interface PermissionSetDeny extends Described {
  readonly kind: 'permission-set-deny';
  readonly target: PermissionSetTarget;
  readonly sid: string;
  readonly statement: PersonStatement;
  /** The policy's text when it was planned; null where there was none. */
  readonly original: string | null;
}

export interface PermissionSetTarget {
  readonly kind: 'permission-set';
  /** The account that administers Identity Center: the calls go there. */
  readonly accountId: AccountId;
  readonly arn: Arn;
  readonly name: string;
  readonly region: Region;
  readonly instanceArn: Arn;
  readonly uniqueId: null;
}

export interface PersonStatement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Action: '*';
  readonly Resource: '*';
  readonly Condition: Condition;
}

/** What the place holds while some account's role does not yet say what the permission set says. */
export const unprovisioned = 'changed, but not in force in every account';

const quota = 10_240;

export function permissionSetDeny(decision: Decision, person: PersonAccess): Result<PermissionSetDeny, string> {
  const { permissionSet, permissionSetArn, instanceArn, administratorId, region, userId, policy } = person;
  const sid = `RescindDeny${caseOf(decision.id).replaceAll(/[^0-9A-Za-z]/g, '')}`;
  const statement: PersonStatement = {
    Sid: sid,
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'identitystore:UserId': userId } },
  };
  if ((policy ?? '').length + JSON.stringify(statement).length + 50 > quota) {
    return fail(`the inline policy of permission set ${permissionSet} has no room for one more statement`);
  }
  return ok({
    kind: 'permission-set-deny',
    target: {
      kind: 'permission-set',
      accountId: administratorId,
      arn: permissionSetArn,
      name: permissionSet,
      region,
      instanceArn,
      uniqueId: null,
    },
    sid,
    statement,
    original: policy,
    sentence: `Permission set ${permissionSet} denies everything to the one person behind the session (${userId}), in every account; others are not affected.`,
    doesNotStop: remains['permission-set-deny'],
    expiresAt: decision.expiresAt,
  });
}

const identityCenterRole = /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** The permission set that a role was made of; null for every other role. */
export function permissionSetOf(role: string): string | null {
  return identityCenterRole.exec(role)?.[1] ?? null;
}
