import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import { isRolePresent } from '../../adapters/aws/deployment/health.ts';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import type { StackFacts } from '../../adapters/aws/deployment/stack.ts';
import { memberRoles } from '../../contract/permissions.ts';
import type { Refusal } from './deployment-plan.ts';

/** Why a stack in that state cannot be deployed over; null where it can. */
export function refusedState(stack: StackFacts | null): Refusal | null {
  if (stack === null) return null;
  const { status } = stack;
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
    return {
      what: `The stack is being changed (${status}).`,
      remedy: 'Wait until that has ended, then repeat the command.',
    };
  }
  if (/^(ROLLBACK|DELETE)_|^CREATE_FAILED|ROLLBACK_FAILED$/.test(status)) {
    return {
      what: `An earlier deployment left the stack as ${status}, which nothing can be deployed over.`,
      remedy: 'Run rescind destroy first: it removes what is left. Tables and bucket stay.',
    };
  }
  return null;
}

/**
 * Why no stack can be made there, though none is: another Region of the account has one. Two would answer the same event
 * twice, each by limits of its own; and roles have no Region. What may not be seen is left to CloudFormation to say.
 */
export async function refusedPlace(
  stack: StackFacts | null,
  { accountId, region }: Pick<Place, 'accountId' | 'region'>,
  clients: Pick<DeploymentClients, 'iam'>,
): Promise<Refusal | null> {
  if (stack !== null) return null;
  const role = memberRoles.contain;
  const present = await isRolePresent(role, clients);
  if (!present.ok || !present.value) return null;
  return {
    what: `Account ${accountId} has the role ${role} already, though no stack in ${region}: Rescind stands in another of its Regions, or watches it from another account.`,
    remedy: 'Once is enough. Name that Region (--region NAME), or run rescind destroy where it stands first.',
  };
}
