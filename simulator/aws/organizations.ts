import { AwsError, accessDenied } from './aws-error.ts';
import { anyResource, type Call, type Operations, read } from './operation.ts';
import { optionalNumber, pageByToken, requiredText } from './parameters.ts';
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
    const PolicyTypes = hasControlPolicies ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [];
    return { Roots: [{ Id: rootId, Arn, Name: 'Root', PolicyTypes }] };
  }),
  ListDelegatedServicesForAccount: read(anyResource, (call) => {
    const services = administered(call).delegated.get(requiredText(call.parameters, 'AccountId'));
    if (services === undefined) {
      throw new AwsError('AccountNotRegisteredException', 400, 'The account is not a delegated administrator.');
    }
    return { DelegatedServices: services.map((ServicePrincipal) => ({ ServicePrincipal })) };
  }),
  ListParents: read(anyResource, (call) => {
    administered(call);
    const child = call.world.accounts.get(requiredText(call.parameters, 'ChildId'));
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
