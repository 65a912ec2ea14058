import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import { isRolePresent } from '../../adapters/aws/deployment/health.ts';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import type { ResourceFacts, StackFacts } from '../../adapters/aws/deployment/stack.ts';
import { memberRoles } from '../../contract/permissions.ts';
import { hour, type Instant } from '../../core/model/instant.ts';
import type { Refusal } from './deployment-plan.ts';

/** Whether it stands as it was made. */
export function isWhole(status: string): boolean {
  return /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(status);
}

/** Within an hour: much has not happened yet that is to come. */
export function wasMadeLately({ createdAt }: Pick<StackFacts, 'createdAt'>, now: Instant): boolean {
  return now - createdAt < hour;
}

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
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return {
      what: 'An earlier deployment could be neither completed nor rolled back (UPDATE_ROLLBACK_FAILED), and nothing can be deployed over it.',
      remedy:
        'See in the stack’s events what AWS refused, fix it, and let CloudFormation continue: aws cloudformation continue-update-rollback --stack-name Rescind --region REGION. Then repeat the command.',
    };
  }
  if (/^(ROLLBACK|DELETE)_|^CREATE_FAILED$/.test(status)) {
    return {
      what: `An earlier deployment left the stack as ${status}, which nothing can be deployed over.`,
      remedy: 'Run rescind destroy first: it removes what is left. Tables and bucket stay. Then run rescind deploy.',
    };
  }
  return null;
}

/**
 * Whose the account's own roles are. They have the same names everywhere, so that an account has one set, and one deployment
 * acts there. What may not be seen is left to CloudFormation to say, and to a stack that stands as it was made.
 */
export async function ownAccountOf(
  present: readonly ResourceFacts[] | null,
  clients: Pick<DeploymentClients, 'iam'>,
): Promise<'ours' | 'anothers'> {
  const role = memberRoles.contain;
  if (present?.some(({ physicalId }) => physicalId === role) === true) return 'ours';
  const isThere = await isRolePresent(role, clients);
  if (!isThere.ok) return present === null ? 'ours' : 'anothers';
  return isThere.value ? 'anothers' : 'ours';
}

/** Why nothing can be deployed beside the deployment that acts in this account already; null where it can. */
export function refusedBeside(
  units: readonly string[] | null,
  { accountId, region }: Pick<Place, 'accountId' | 'region'>,
): Refusal | null {
  const taken = `Another deployment, in another Region or account, watches account ${accountId} already: the role ${memberRoles.contain} is there, and no stack in ${region} made it.`;
  if (units === null) {
    return {
      what: `${taken} Two would answer each event twice, undo each other's measures, and not know each other's limits, holds and exemptions.`,
      remedy:
        'Name the Region of that deployment (--region NAME); with a trail of all Regions it also hears this one (--trail-bucket). Or run rescind destroy there first.',
    };
  }
  if (units.length > 0) return null;
  return {
    what: `${taken} Two cannot share an account, and all accounts of the organisation would have to be shared.`,
    remedy: 'Name the units that only this one is to watch: --organization ou-…,ou-….',
  };
}
