import {
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam';
import type { Arn } from '../../core/model/brand.ts';
import { orNull } from './errors.ts';
import { findSeal } from './seal.ts';

/** What IAM knows of a principal that a plan needs. */
export interface PrincipalFacts {
  readonly arn: Arn;
  readonly uniqueId: string;
  /** Characters of all its inline policies, white space not counted, as the quota counts them. */
  readonly inlineCharacters: number;
  /** The account's seal; null where none was deployed. */
  readonly seal: Arn | null;
  /** A role's trust policy, as IAM holds it; null for a user. */
  readonly trust: string | null;
}

/** Null where there is no such user. */
export async function readUser(iam: IAMClient, UserName: string): Promise<PrincipalFacts | null> {
  const user = (await orNull(iam.send(new GetUserCommand({ UserName }))))?.User;
  if (user?.UserId === undefined || user.Arn === undefined) return null;
  let inlineCharacters = 0;
  for await (const page of paginateListUserPolicies({ client: iam }, { UserName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      inlineCharacters += sizeOf(await orNull(iam.send(new GetUserPolicyCommand({ UserName, PolicyName }))));
    }
  }
  const arn = user.Arn as Arn;
  return { arn, uniqueId: user.UserId, inlineCharacters, seal: await findSeal(iam, arn), trust: null };
}

/** Null where there is no such role. */
export async function readRole(iam: IAMClient, RoleName: string): Promise<PrincipalFacts | null> {
  const role = (await orNull(iam.send(new GetRoleCommand({ RoleName }))))?.Role;
  if (role?.RoleId === undefined || role.Arn === undefined) return null;
  let inlineCharacters = 0;
  for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      inlineCharacters += sizeOf(await orNull(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))));
    }
  }
  const arn = role.Arn as Arn;
  const trust = decodeURIComponent(role.AssumeRolePolicyDocument ?? '');
  const seal = await findSeal(iam, arn);
  return { arn, uniqueId: role.RoleId, inlineCharacters, seal, trust: trust === '' ? null : trust };
}

function sizeOf(policy: { readonly PolicyDocument?: string | undefined } | null): number {
  return decodeURIComponent(policy?.PolicyDocument ?? '').replaceAll(/\s/g, '').length;
}
