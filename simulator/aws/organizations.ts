import { AwsError, accessDenied } from './aws-error.ts';
import { anyResource, type Call, type Operations, read } from './operation.ts';
import { optionalNumber, pageByToken, requiredText } from './parameters.ts';
import { stackSetsPrincipal } from './state/organization-roles.ts';
import type { Account, Organization } from './state/world.ts';

export const organizationsOperations: Operations = {
  DescribeOrganization: read(anyResource, (call) => {
    const organization = organizationOf(call);
    const management = organization.managementAccountId;
    return {
      Organization: {
        Id: organization.id,
        Arn: `arn:aws:organizations::${management}:organization/${organization.id}`,
        FeatureSet: 'ALL',
        MasterAccountId: management,
        MasterAccountArn: accountArn(organization, management),
      },
    };
  }),
  ListAccounts: read(anyResource, (call) => {
    const organization = administered(call);
    const page = pageByToken(call.world.accounts.values(), call.parameters, pageSize(call));
    return { Accounts: page.items.map((account) => describeAccount(account, organization)), NextToken: page.next };
  }),
  ListAccountsForParent: read(anyResource, (call) => {
    const organization = administered(call);
    const parent = requiredText(call.parameters, 'ParentId');
    const own = [...call.world.accounts.values()].filter(({ parentId }) => parentId === parent);
    const page = pageByToken(own, call.parameters, pageSize(call));
    return { Accounts: page.items.map((account) => describeAccount(account, organization)), NextToken: page.next };
  }),
  ListOrganizationalUnitsForParent: read(anyResource, (call) => {
    administered(call);
    const parents = new Set([...call.world.accounts.values()].map(({ parentId }) => parentId));
    const isRoot = requiredText(call.parameters, 'ParentId') === rootOf(call);
    const units = isRoot ? [...parents].filter((id) => id.startsWith('ou-')) : [];
    return { OrganizationalUnits: units.map((Id) => ({ Id, Name: Id })) };
  }),
  ListTagsForResource: read(anyResource, (call) => {
    administered(call);
    const target = call.world.accounts.get(requiredText(call.parameters, 'ResourceId'));
    if (target === undefined)
      throw new AwsError('TargetNotFoundException', 400, "You specified a target that doesn't exist.");
    return { Tags: target.tags };
  }),
  ListRoots: read(anyResource, (call) => {
    const { id, rootId, managementAccountId, hasControlPolicies } = administered(call);
    const Arn = `arn:aws:organizations::${managementAccountId}:root/${id}/${rootId}`;
    const PolicyTypes = hasControlPolicies ? [{ Type: serviceControl, Status: 'ENABLED' }] : [];
    return { Roots: [{ Id: rootId, Arn, Name: 'Root', PolicyTypes }] };
  }),
  DescribeResourcePolicy: read(anyResource, (call) => {
    const { id, managementAccountId, resourcePolicy } = administered(call);
    if (resourcePolicy === null) {
      throw new AwsError('ResourcePolicyNotFoundException', 400, 'The resource policy was not found.');
    }
    const Arn = `arn:aws:organizations::${managementAccountId}:resourcepolicy/${id}/rp-simu`;
    return { ResourcePolicy: { ResourcePolicySummary: { Id: 'rp-simu', Arn }, Content: resourcePolicy } };
  }),
  ListAWSServiceAccessForOrganization: read(anyResource, (call) => {
    const { trusted, stackSetsTrusted } = administered(call);
    const services = [...(stackSetsTrusted ? [stackSetsPrincipal] : []), ...trusted];
    const page = pageByToken(services, call.parameters, pageSize(call));
    return {
      EnabledServicePrincipals: page.items.map((ServicePrincipal) => ({ ServicePrincipal })),
      NextToken: page.next,
    };
  }),
  ListDelegatedServicesForAccount: read(anyResource, (call) => {
    const services = administered(call).delegated.get(requiredText(call.parameters, 'AccountId'));
    if (services === undefined) {
      throw new AwsError('AccountNotRegisteredException', 400, 'The account is not a delegated administrator.');
    }
    return { DelegatedServices: services.map((ServicePrincipal) => ({ ServicePrincipal })) };
  }),
  ListPoliciesForTarget: read(anyResource, (call) => {
    administered(call);
    const Type = requiredText(call.parameters, 'Filter');
    const own = controlsAt(call, requiredText(call.parameters, 'TargetId'), Type);
    const page = pageByToken(own, call.parameters, pageSize(call));
    return { Policies: page.items.map(({ id }) => ({ Id: id, Name: id, Type })), NextToken: page.next };
  }),
  DescribePolicy: read(anyResource, (call) => {
    administered(call);
    const wanted = requiredText(call.parameters, 'PolicyId');
    const targets = [...call.world.accounts.values()].flatMap(({ id, parentId }) => [id, parentId]);
    const Type = wanted.startsWith('p-rcp-') ? resourceControl : serviceControl;
    const found = [rootOf(call), ...targets]
      .flatMap((target) => controlsAt(call, target, Type))
      .find(({ id }) => id === wanted);
    if (found === undefined) throw new AwsError('PolicyNotFoundException', 400, "We can't find a policy with that id.");
    return { Policy: { PolicySummary: { Id: found.id, Type }, Content: found.text } };
  }),
  ListParents: read(anyResource, (call) => {
    administered(call);
    const wanted = requiredText(call.parameters, 'ChildId');
    // Units stand right below the root here.
    if (wanted.startsWith('ou-')) return { Parents: [{ Id: rootOf(call), Type: 'ROOT' }] };
    const child = call.world.accounts.get(wanted);
    if (child === undefined)
      throw new AwsError('ChildNotFoundException', 400, "You specified a child that doesn't exist.");
    const Type = child.parentId.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ROOT';
    return { Parents: [{ Id: child.parentId, Type }] };
  }),
};

function organizationOf({ world }: Call): Organization {
  if (world.organization !== null) return world.organization;
  throw new AwsError('AWSOrganizationsNotInUseException', 400, 'Your account is not a member of an organization.');
}

/** Members that nothing was delegated to may know that the organisation exists, and nothing more. */
function administered(call: Call): Organization {
  const organization = organizationOf(call);
  const { id } = call.caller.account;
  if (id === organization.managementAccountId || organization.delegated.has(id)) return organization;
  throw accessDenied("You don't have permissions to access this resource.");
}

/** Organizations gives twenty at a time at most. */
function pageSize({ parameters }: Call): number {
  return Math.min(optionalNumber(parameters, 'MaxResults') ?? 20, 20);
}

const serviceControl = 'SERVICE_CONTROL_POLICY';
const resourceControl = 'RESOURCE_CONTROL_POLICY';

function rootOf({ world }: Call): string {
  return world.organization?.rootId ?? '';
}

/** The policies of an account keep its levels from the root down: what a unit has stands in each account below it. */
function controlsAt(
  call: Call,
  target: string,
  type: string,
): readonly { readonly id: string; readonly text: string }[] {
  for (const { id, parentId, serviceControlPolicies, resourceControlPolicies = [] } of call.world.accounts.values()) {
    const path = [rootOf(call), ...(parentId.startsWith('ou-') ? [parentId] : []), id];
    const levels = type === resourceControl ? resourceControlPolicies : serviceControlPolicies;
    const level = levels[path.indexOf(target)];
    const prefix = type === resourceControl ? 'p-rcp' : 'p';
    if (level !== undefined) return level.map((text, at) => ({ id: `${prefix}-${target}-${at}`, text }));
  }
  return [];
}

function describeAccount({ id, name, status }: Account, organization: Organization) {
  return {
    Id: id,
    Arn: accountArn(organization, id),
    Name: name,
    Email: `${id}@accounts.example`,
    Status: status,
    State: status,
    JoinedMethod: 'CREATED',
  };
}

function accountArn({ id, managementAccountId }: Organization, accountId: string): string {
  return `arn:aws:organizations::${managementAccountId}:account/${id}/${accountId}`;
}
