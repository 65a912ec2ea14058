import type { AccountDetails, PolicyDetail, RoleDetail, UserDetail } from '../../intake/account/account-details.ts';
import { type Fields, isFields, manyOf } from '../../intake/fields.ts';
import { parseDocument } from './policy-document.ts';

/** A policy that a principal holds, with its statements as they are written. */
export interface PolicyText {
  readonly name: string;
  /** How it came to the principal. */
  readonly by: 'inline' | 'attached' | 'group';
  readonly statements: readonly Fields[];
}

/** User or role ARN → all its identity policies; null where one text is not at hand: half of them would mislead. */
export type PolicyTexts = (arn: string) => readonly PolicyText[] | null;

export function policyTexts(details: AccountDetails): PolicyTexts {
  const managed = new Map(details.policies.map((policy) => [policy.Arn, policy]));
  const users = new Map(details.users.map((user) => [user.Arn, user]));
  const roles = new Map(details.roles.map((role) => [role.Arn, role]));
  return (arn) => textsOf(details, managed, users.get(arn), roles.get(arn));
}

function textsOf(
  details: AccountDetails,
  managed: ReadonlyMap<string, PolicyDetail>,
  user: UserDetail | undefined,
  role: RoleDetail | undefined,
): readonly PolicyText[] | null {
  if (user === undefined && role === undefined) return null;
  const groups = (user?.GroupList ?? []).map((name) => details.groups.find(({ GroupName }) => GroupName === name));
  const texts = [
    ...inlineTexts(user?.UserPolicyList ?? role?.RolePolicyList ?? [], 'inline', ''),
    ...attachedTexts(managed, (user ?? role)?.AttachedManagedPolicies ?? [], 'attached'),
    ...groups.flatMap((group) =>
      group === undefined
        ? [null]
        : [
            ...inlineTexts(group.GroupPolicyList, 'group', `${group.GroupName}/`),
            ...attachedTexts(managed, group.AttachedManagedPolicies, 'group'),
          ],
    ),
  ];
  return texts.some((text) => text === null) ? null : texts.filter((text) => text !== null);
}

function inlineTexts(list: UserDetail['UserPolicyList'], by: PolicyText['by'], prefix: string) {
  return list.map(({ PolicyName, PolicyDocument }) => textOf(`${prefix}${PolicyName}`, by, PolicyDocument));
}

function attachedTexts(
  managed: ReadonlyMap<string, PolicyDetail>,
  list: UserDetail['AttachedManagedPolicies'],
  by: PolicyText['by'],
) {
  return list.map(({ PolicyArn }) => {
    const version = managed.get(PolicyArn)?.PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
    return version === undefined ? null : textOf(PolicyArn, by, version.Document);
  });
}

function textOf(name: string, by: PolicyText['by'], document: unknown): PolicyText | null {
  const parsed = parseDocument(document);
  const statements = isFields(parsed) ? manyOf(parsed.Statement) : [];
  // An old document takes `${…}` for plain text: joined with others it would mean something else.
  const isOld = isFields(parsed) && parsed.Version !== '2012-10-17' && JSON.stringify(parsed).includes('${');
  return statements.length > 0 && statements.every(isFields) && !isOld ? { name, by, statements } : null;
}
