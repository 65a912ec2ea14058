import { formatInstant } from '../../../core/model/instant.ts';
import { AwsError, entityAlreadyExists, noSuchEntity } from '../aws-error.ts';
import { anyResource, type Call, type Operations, read, resourceIn, write } from '../operation.ts';
import { optionalText, requiredText } from '../parameters.ts';
import { type AccountState, holdersIn, type ManagedPolicy } from '../state/account.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { checkName, checkPolicy } from './checks.ts';
import { pageFrom } from './paging.ts';

export function managedPolicy(policies: AccountState['policies'], arn: string): ManagedPolicy {
  const policy = policies.get(arn) ?? awsManagedPolicies.get(arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
}

export function managedDocument(policies: AccountState['policies'], arn: string): string {
  return managedPolicy(policies, arn).document;
}

const theNewPolicy = (call: Call) => ({ resource: policyArn(call) });
const thePolicy = resourceIn('PolicyArn');

export const managedPolicyOperations: Operations = {
  CreatePolicy: write(theNewPolicy, (call) => {
    const { state, parameters, now, world } = call;
    const arn = policyArn(call);
    const name = checkName(requiredText(parameters, 'PolicyName'));
    if (state.policies.has(arn))
      throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    const policy: ManagedPolicy = {
      name,
      path: optionalText(parameters, 'Path') ?? '/',
      id: world.ids.unique('ANPA'),
      arn,
      createdAt: now,
      document: checkPolicy(requiredText(parameters, 'PolicyDocument'), 'identity'),
    };
    state.policies.set(arn, policy);
    return { Policy: describePolicy(policy, state) };
  }),
  DeletePolicy: write(thePolicy, ({ state, parameters }) => {
    const policy = managedPolicy(state.policies, requiredText(parameters, 'PolicyArn'));
    const isHeld = holdersIn(state).some(({ attached }) => attached.includes(policy.arn));
    if (isHeld || boundedBy(policy, state) > 0) {
      throw new AwsError('DeleteConflict', 409, 'Cannot delete a policy attached to entities.');
    }
    state.policies.delete(policy.arn);
    return undefined;
  }),
  GetPolicy: read(thePolicy, ({ state, parameters }) => {
    return { Policy: describePolicy(managedPolicy(state.policies, requiredText(parameters, 'PolicyArn')), state) };
  }),
  GetPolicyVersion: read(thePolicy, ({ state, parameters }) => {
    const policy = managedPolicy(state.policies, requiredText(parameters, 'PolicyArn'));
    const version = requiredText(parameters, 'VersionId');
    if (version !== 'v1')
      throw noSuchEntity(`Policy ${policy.arn} version ${version} does not exist or is not attachable.`);
    return { PolicyVersion: describeVersion(policy) };
  }),
  ListEntitiesForPolicy: read(thePolicy, ({ state, parameters }) => {
    const { arn } = managedPolicy(state.policies, requiredText(parameters, 'PolicyArn'));
    const holds = ({ attached }: { readonly attached: readonly string[] }) => attached.includes(arn);
    const held = [
      ...[...state.users.values()].filter(holds).map(({ name, id }) => ({ user: { UserName: name, UserId: id } })),
      ...[...state.roles.values()].filter(holds).map(({ name, id }) => ({ role: { RoleName: name, RoleId: id } })),
      ...[...state.groups.values()].filter(holds).map(({ name, id }) => ({ group: { GroupName: name, GroupId: id } })),
    ];
    // A page is of all kinds together.
    const { items, more } = pageFrom(held, parameters);
    return {
      PolicyUsers: items.flatMap((one) => ('user' in one ? [one.user] : [])),
      PolicyRoles: items.flatMap((one) => ('role' in one ? [one.role] : [])),
      PolicyGroups: items.flatMap((one) => ('group' in one ? [one.group] : [])),
      ...more,
    };
  }),
  ListPolicies: read(anyResource, ({ state }) => {
    return {
      Policies: [...state.policies.values()].map((policy) => describePolicy(policy, state)),
      IsTruncated: false,
    };
  }),
};

function policyArn({ caller, parameters }: Call): string {
  const path = optionalText(parameters, 'Path') ?? '/';
  return `arn:aws:iam::${caller.account.id}:policy${path}${requiredText(parameters, 'PolicyName')}`;
}

function boundedBy({ arn }: ManagedPolicy, { users, roles }: AccountState): number {
  return [...users.values(), ...roles.values()].filter(({ boundary }) => boundary === arn).length;
}

export function describePolicy(policy: ManagedPolicy, state: AccountState) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: holdersIn(state).filter(({ attached }) => attached.includes(policy.arn)).length,
    PermissionsBoundaryUsageCount: boundedBy(policy, state),
    IsAttachable: true,
    CreateDate: formatInstant(policy.createdAt),
    UpdateDate: formatInstant(policy.createdAt),
  };
}

export function describeVersion(policy: ManagedPolicy) {
  return {
    Document: encodeURIComponent(policy.document),
    VersionId: 'v1',
    IsDefaultVersion: true,
    CreateDate: formatInstant(policy.createdAt),
  };
}
