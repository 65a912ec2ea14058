import type { AccountDetails, PolicyDetail, RoleDetail, UserDetail } from '../../intake/account/account-details.ts';
import { type Instant, parseInstant } from '../../model/instant.ts';
import type { GrantStatement, Grants } from './grants.ts';
import { isAwsPolicy, knownPolicy } from './known-policies.ts';
import { readPolicyDocument } from './policy-document.ts';

/** User or role ARN → what it holds: inline, attached and through groups, inside its boundary. */
export function accountGrants(details: AccountDetails): ReadonlyMap<string, Grants> {
  const managed = new Map(details.policies.map((policy) => [policy.Arn, statementsOf(policy)]));
  const groups = new Map(details.groups.map((group) => [group.GroupName, group]));
  const ofUser = (user: UserDetail): [string, Grants] => {
    const joined = user.GroupList.flatMap((name) => groups.get(name) ?? []);
    const unread = user.GroupList.filter((name) => !groups.has(name));
    return [
      user.Arn,
      grantsOf(managed, user, [
        ...inlineOf(user.UserPolicyList),
        ...attachedOf(managed, user.AttachedManagedPolicies),
        ...joined.flatMap((group) => [
          ...inlineOf(group.GroupPolicyList),
          ...attachedOf(managed, group.AttachedManagedPolicies),
        ]),
        ...unread.map((name): PolicyText => ({ name: `group ${name}`, statements: null })),
      ]),
    ];
  };
  const ofRole = (role: RoleDetail): [string, Grants] => [
    role.Arn,
    grantsOf(managed, role, [...inlineOf(role.RolePolicyList), ...attachedOf(managed, role.AttachedManagedPolicies)]),
  ];
  return new Map([...details.users.map(ofUser), ...details.roles.map(ofRole)]);
}

type Statements = readonly GrantStatement[] | null;
type Managed = ReadonlyMap<string, Statements>;

/** A policy by name; null statements where its text was not at hand or could not be read. */
interface PolicyText {
  readonly name: string;
  readonly statements: Statements;
}

function grantsOf(managed: Managed, principal: UserDetail | RoleDetail, policies: readonly PolicyText[]): Grants {
  const boundaryArn = principal.PermissionsBoundary?.PermissionsBoundaryArn ?? '';
  const boundary = boundaryArn === '' ? null : textOf(managed, boundaryArn);
  return {
    statements: policies.flatMap(({ statements }) => statements ?? []),
    // A boundary that cannot be read is taken for the tightest: nobody is accused of power they may not have.
    boundary: boundaryArn === '' ? null : (boundary ?? []),
    unread: policies.filter(({ statements }) => statements === null).map(({ name }) => name),
    source: 'authorization-details',
  };
}

function inlineOf(policies: UserDetail['UserPolicyList']): readonly PolicyText[] {
  return policies.map(({ PolicyName, PolicyDocument }) => ({
    name: PolicyName,
    statements: statementsIn(PolicyDocument, null),
  }));
}

function attachedOf(managed: Managed, policies: UserDetail['AttachedManagedPolicies']): readonly PolicyText[] {
  return policies.map(({ PolicyArn, PolicyName }) => ({
    name: PolicyName || PolicyArn,
    statements: textOf(managed, PolicyArn || PolicyName),
  }));
}

function textOf(managed: Managed, arn: string): Statements {
  return managed.get(arn) ?? (isAwsPolicy(arn) ? knownPolicy(arn) : null);
}

function statementsOf(policy: PolicyDetail): Statements {
  const version = policy.PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
  return version === undefined ? null : statementsIn(version.Document, parseInstant(version.CreateDate ?? ''));
}

function statementsIn(document: unknown, since: Instant | null): Statements {
  const read = readPolicyDocument(document, since);
  return read.ok ? read.value : null;
}
