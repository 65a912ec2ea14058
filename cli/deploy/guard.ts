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
      what: `It is not known whether ${id} allows account ${accountId} to write the guard: ${kept.error}.`,
      remedy: 'Use credentials that may call organizations:DescribeResourcePolicy, or leave out --guard.',
    };
  }
  if (kept.value.length === 0) return null;
  const all = kept.value.length === controlPolicyWrites.length;
  return {
    what: `The guard is a service control policy, and in ${id} only the management account may write those${all ? '' : `: account ${accountId} may not call ${kept.value.join(', ')}`}.`,
    remedy: `Leave out --guard, or let the management account allow account ${accountId} ${controlPolicyWrites.join(', ')}: aws organizations put-resource-policy --content FILE.`,
  };
}
