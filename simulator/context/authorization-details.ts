import { formatInstant } from '../../core/model/instant.ts';
import { type Access, type Actor, firstHolders } from '../actors/actor.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import type { Role, User } from '../record/identity.ts';

/** `aws iam get-account-authorization-details` of one account, as the AWS CLI prints it (documents decoded). */
export function authorizationDetails(actors: readonly Actor[]): JsonObject {
  const users = actors.flatMap((actor) => ('user' in actor.access ? [userDetail(actor.access.user, actor)] : []));
  const roles = firstHolders(actors).flatMap((actor) =>
    'role' in actor.access ? [roleDetail(actor.access.role, actor)] : [],
  );
  return { UserDetailList: users, GroupDetailList: [], RoleDetailList: roles, Policies: [] };
}

function userDetail(user: User, actor: Actor): JsonObject {
  return {
    Path: '/',
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: formatInstant(actor.entry.createdAt),
    UserPolicyList: inlinePolicies(actor),
    GroupList: [],
    AttachedManagedPolicies: managedPolicies(actor),
    Tags: tags(actor),
  };
}

function roleDetail(role: Role, actor: Actor): JsonObject {
  const { lastUsedAt } = actor.entry;
  return {
    Path: role.arn.slice(role.arn.indexOf(':role/') + 5, role.arn.length - role.name.length),
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: formatInstant(actor.entry.createdAt),
    AssumeRolePolicyDocument: document({ Effect: 'Allow', ...trustOf(actor.access) }),
    InstanceProfileList: [],
    RolePolicyList: inlinePolicies(actor),
    AttachedManagedPolicies: managedPolicies(actor),
    Tags: tags(actor),
    RoleLastUsed: lastUsedAt === null ? {} : { LastUsedDate: formatInstant(lastUsedAt), Region: actor.region },
  };
}

function inlinePolicies(actor: Actor): JsonObject[] {
  const actions = actor.entry.granted.filter((grant) => grant.includes(':'));
  if (actions.length === 0) return [];
  return [{ PolicyName: 'work', PolicyDocument: document({ Effect: 'Allow', Action: actions, Resource: '*' }) }];
}

function managedPolicies(actor: Actor): JsonObject[] {
  const names = actor.entry.granted.filter((grant) => !grant.includes(':'));
  return names.map((name) => ({ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` }));
}

function tags(actor: Actor): JsonObject[] {
  return actor.entry.owner === null ? [] : [{ Key: 'owner', Value: actor.entry.owner }];
}

function trustOf(access: Access): JsonObject {
  switch (access.kind) {
    case 'compute':
      return { Principal: { Service: `${access.service}.amazonaws.com` }, Action: 'sts:AssumeRole' };
    case 'federated': {
      const web = access.federation.kind === 'web-identity';
      const Action = web ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRoleWithSAML';
      return { Principal: { Federated: access.federation.provider }, Action };
    }
    case 'chained':
      return { Principal: { AWS: access.signedOn.role.arn }, Action: 'sts:AssumeRole' };
    case 'assumed':
      return { Principal: { AWS: access.parent.arn }, Action: 'sts:AssumeRole' };
    case 'external': {
      const Condition = { StringEquals: { 'sts:ExternalId': access.externalId } };
      return {
        Principal: { AWS: `arn:aws:iam::${access.vendor.accountId}:root` },
        Action: 'sts:AssumeRole',
        Condition,
      };
    }
    default:
      return {};
  }
}

function document(statement: JsonObject): JsonObject {
  return { Version: '2012-10-17', Statement: [statement] };
}
