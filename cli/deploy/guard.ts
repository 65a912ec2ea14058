import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import { controlPolicyWrites, controlPolicyWritesKept } from '../../adapters/aws/deployment/control-policies.ts';
import type { OrganizationFacts } from '../../adapters/aws/deployment/organization.ts';
import type { Refusal } from './deployment-plan.ts';

/** Why this account cannot put the guard on the members; null where it can, as the management account always may. */
export async function refusedGuard(
  accountId: string,
  organization: OrganizationFacts | null,
  clients: DeploymentClients,
): Promise<Refusal | null> {
  if (organization?.kind !== 'administrator' || organization.callAs === 'SELF') return null;
  const { id } = organization;
  const kept = await controlPolicyWritesKept(accountId, clients);
  if (!kept.ok) {
    return {
      what: `It cannot be told whether ${id} leaves it to account ${accountId} to write the guard: ${kept.error}.`,
      remedy: 'Use credentials that may call organizations:DescribeResourcePolicy, or leave --guard away.',
    };
  }
  if (kept.value.length === 0) return null;
  const all = kept.value.length === controlPolicyWrites.length;
  return {
    what: `The guard is a service control policy, and ${id} leaves it to its management account to write such${all ? '' : `: account ${accountId} may not call ${kept.value.join(', ')}`}.`,
    remedy: `Leave --guard away, or let the management account give account ${accountId} leave for ${controlPolicyWrites.join(', ')}: aws organizations put-resource-policy --content FILE.`,
  };
}
