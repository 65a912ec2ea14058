import { DescribeOrganizationsAccessCommand, paginateListStackInstances } from '@aws-sdk/client-cloudformation';
import {
  DescribeOrganizationCommand,
  ListDelegatedServicesForAccountCommand,
  ListRootsCommand,
  paginateListAWSServiceAccessForOrganization,
} from '@aws-sdk/client-organizations';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** What a deployment for an organisation stands or falls with. */
export type OrganizationFacts =
  | { readonly kind: 'none' }
  /** A member that stack sets were not delegated to. */
  | { readonly kind: 'member'; readonly id: string; readonly managementAccountId: string }
  | {
      readonly kind: 'administrator';
      readonly id: string;
      readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
      readonly managementAccountId: string;
      readonly rootId: string;
      /** Whether CloudFormation may make stack sets in the members. */
      readonly trusted: boolean;
      /** Whether service control policies are switched on at the root. */
      readonly hasControlPolicies: boolean;
    };

const stackSets = 'member.org.stacksets.cloudformation.amazonaws.com';

/** The error is AWS's word on why it cannot be told. */
export async function readOrganization(
  accountId: string,
  { organizations, cloudformation }: DeploymentClients,
): Promise<Result<OrganizationFacts, string>> {
  const described = await attempt(organizations.send(new DescribeOrganizationCommand({})));
  if (!described.ok) {
    return described.error.startsWith('AWSOrganizationsNotInUse') ? ok({ kind: 'none' }) : described;
  }
  const { Id: id = '', MasterAccountId: managementAccountId = '' } = described.value?.Organization ?? {};
  const callAs = accountId === managementAccountId ? 'SELF' : 'DELEGATED_ADMIN';
  if (callAs === 'DELEGATED_ADMIN') {
    const asked = new ListDelegatedServicesForAccountCommand({ AccountId: accountId });
    const services = await attempt(organizations.send(asked));
    // Whoever nothing was delegated to may not even ask. fails toward: not being the administrator
    const delegated = services.ok ? (services.value?.DelegatedServices ?? []) : [];
    if (!delegated.some(({ ServicePrincipal }) => ServicePrincipal === stackSets)) {
      return ok({ kind: 'member', id, managementAccountId });
    }
  }
  const access = await attempt(cloudformation.send(new DescribeOrganizationsAccessCommand({ CallAs: callAs })));
  if (!access.ok) return access;
  const roots = await attempt(organizations.send(new ListRootsCommand({})));
  if (!roots.ok) return roots;
  const { Id: rootId = '', PolicyTypes = [] } = roots.value?.Roots?.[0] ?? {};
  const trusted = access.value?.Status === 'ENABLED';
  const hasControlPolicies = PolicyTypes.some(
    ({ Type, Status }) => Type === 'SERVICE_CONTROL_POLICY' && Status === 'ENABLED',
  );
  return ok({ kind: 'administrator', id, callAs, managementAccountId, rootId, trusted, hasControlPolicies });
}

/** Whether the organisation lets the service, `cloudtrail.amazonaws.com` or the like, work in its accounts. The error is AWS's word. */
export async function isTrusted(
  service: string,
  { organizations }: Pick<DeploymentClients, 'organizations'>,
): Promise<Result<boolean, string>> {
  const read = await attempt(trustedServices(organizations));
  return read.ok ? ok(read.value?.includes(service) === true) : read;
}

async function trustedServices(client: DeploymentClients['organizations']): Promise<string[]> {
  const found: string[] = [];
  for await (const { EnabledServicePrincipals = [] } of paginateListAWSServiceAccessForOrganization({ client }, {})) {
    found.push(...EnabledServicePrincipals.map(({ ServicePrincipal = '' }) => ServicePrincipal));
  }
  return found;
}

export interface InstanceFacts {
  readonly accountId: string;
  readonly region: string;
  /** `CURRENT` is as it should be. */
  readonly status: string;
  readonly reason: string | null;
  /** Name of the stack that stands there. */
  readonly stack: string;
  /** The unit below which the set has it; empty where the set names accounts. */
  readonly unit: string;
  /** As whom it was asked for. */
  readonly callAs: 'SELF' | 'DELEGATED_ADMIN';
}

/** A stack set's stacks in the members, whoever of the two kinds of administrator asks. */
export async function stackInstances(
  stackSet: string,
  { cloudformation }: Pick<DeploymentClients, 'cloudformation'>,
): Promise<Result<readonly InstanceFacts[], string>> {
  const asManagement = await attempt(listInstances(stackSet, 'SELF', cloudformation));
  if (asManagement.ok && asManagement.value !== null) return ok(asManagement.value);
  const read = await attempt(listInstances(stackSet, 'DELEGATED_ADMIN', cloudformation));
  return read.ok ? ok(read.value ?? []) : read;
}

async function listInstances(
  StackSetName: string,
  CallAs: 'SELF' | 'DELEGATED_ADMIN',
  client: DeploymentClients['cloudformation'],
): Promise<InstanceFacts[]> {
  const found: InstanceFacts[] = [];
  for await (const { Summaries = [] } of paginateListStackInstances({ client }, { StackSetName, CallAs })) {
    for (const one of Summaries) {
      const { Account: accountId = '', Region: region = '', Status: status = 'UNKNOWN', StatusReason = null } = one;
      const stack = one.StackId?.split('/')[1] ?? '';
      const unit = one.OrganizationalUnitId ?? '';
      found.push({ accountId, region, status, reason: StatusReason, stack, unit, callAs: CallAs });
    }
  }
  return found;
}
