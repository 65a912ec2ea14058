import * as v from 'valibot';
import { plainIssue } from '../../policy/plain-issue.ts';

/**
 * The answer of `iam:GetAccountAuthorizationDetails`, as far as grants need it. Policy documents stay as they are:
 * URL-encoded text from the API, objects from the AWS CLI.
 */

const texts = v.fallback(v.nullable(v.string()), null);
const inline = v.object({ PolicyName: v.optional(v.string(), ''), PolicyDocument: v.unknown() });
const attached = v.object({ PolicyName: v.optional(v.string(), ''), PolicyArn: v.optional(v.string(), '') });
const listOf = <T extends v.GenericSchema>(schema: T) => v.nullish(v.array(schema), []);
const boundary = v.nullish(v.object({ PermissionsBoundaryArn: v.optional(v.string(), '') }), null);
const tags = listOf(v.object({ Key: v.string(), Value: v.string() }));

export const userDetail = v.object({
  Arn: v.string(),
  CreateDate: v.optional(texts, null),
  UserPolicyList: listOf(inline),
  AttachedManagedPolicies: listOf(attached),
  GroupList: listOf(v.string()),
  PermissionsBoundary: boundary,
  Tags: tags,
});

export const groupDetail = v.object({
  GroupName: v.string(),
  Arn: v.optional(v.string(), ''),
  GroupPolicyList: listOf(inline),
  AttachedManagedPolicies: listOf(attached),
});

export const roleDetail = v.object({
  Arn: v.string(),
  CreateDate: v.optional(texts, null),
  AssumeRolePolicyDocument: v.optional(v.unknown()),
  RolePolicyList: listOf(inline),
  AttachedManagedPolicies: listOf(attached),
  PermissionsBoundary: boundary,
  RoleLastUsed: v.optional(v.nullish(v.object({ LastUsedDate: v.optional(texts, null) }), null)),
  Tags: tags,
});

const policyDetail = v.object({
  Arn: v.string(),
  PolicyName: v.optional(v.string(), ''),
  PolicyVersionList: listOf(
    v.object({
      Document: v.unknown(),
      IsDefaultVersion: v.optional(v.boolean(), false),
      CreateDate: v.optional(texts, null),
    }),
  ),
});

export type UserDetail = v.InferOutput<typeof userDetail>;
export type GroupDetail = v.InferOutput<typeof groupDetail>;
export type RoleDetail = v.InferOutput<typeof roleDetail>;
export type PolicyDetail = v.InferOutput<typeof policyDetail>;

export interface AccountDetails {
  readonly users: readonly UserDetail[];
  readonly groups: readonly GroupDetail[];
  readonly roles: readonly RoleDetail[];
  readonly policies: readonly PolicyDetail[];
  /** Where an entry stood and why it was left out. */
  readonly unread: readonly { readonly where: string; readonly reason: string }[];
}

/** Joins the pages of one account. An entry or a page that cannot be read is left out, and told of in `unread`. */
export function readAccountDetails(pages: readonly unknown[]): AccountDetails {
  const unread: { where: string; reason: string }[] = [];
  const entriesOf = <T extends v.GenericSchema>(list: string, schema: T): v.InferOutput<T>[] =>
    pages.flatMap((page, index) => {
      const entries = listIn(page, list);
      if (entries === null) {
        unread.push({ where: `page ${index + 1}`, reason: `has no list ${list}` });
        return [];
      }
      return entries.flatMap((entry, at) => {
        const read = v.safeParse(schema, entry);
        if (read.success) return [read.output];
        unread.push({ where: `page ${index + 1}, ${list}[${at}]`, reason: wordsOf(read.issues) });
        return [];
      });
    });
  return {
    users: entriesOf('UserDetailList', userDetail),
    groups: entriesOf('GroupDetailList', groupDetail),
    roles: entriesOf('RoleDetailList', roleDetail),
    policies: entriesOf('Policies', policyDetail),
    unread,
  };
}

/** A page may lack a list (`--filter Role`), but it has at least one of them. */
function listIn(page: unknown, list: string): readonly unknown[] | null {
  if (typeof page !== 'object' || page === null) return list === 'UserDetailList' ? null : [];
  const found: unknown = (page as Readonly<Record<string, unknown>>)[list] ?? [];
  return Array.isArray(found) ? found : null;
}

export function wordsOf([first]: readonly v.BaseIssue<unknown>[]): string {
  const path = first === undefined ? null : v.getDotPath(first);
  return `${path ?? 'it'}: ${first === undefined ? 'cannot be read' : plainIssue(first)}`;
}
