import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import { readConcurrency } from '../../adapters/aws/deployment/concurrency.ts';
import { isTrusted, type OrganizationFacts, readOrganization } from '../../adapters/aws/deployment/organization.ts';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import { describeStack, stackResources } from '../../adapters/aws/deployment/stack.ts';
import { readLogging } from '../../adapters/aws/deployment/trail-logging.ts';
import { trailPlaceIn } from '../../contract/trail.ts';
import { UsageError } from '../exit.ts';
import { withConcurrency } from './concurrency.ts';
import { known } from './deployment-fault.ts';
import { besideAnother, type DeploymentWish, planDeployment, type Refusal } from './deployment-plan.ts';
import { type DeployGiven, wishOf } from './given.ts';
import { refusedGuard } from './guard.ts';
import { openPlace } from './open.ts';
import { ownAccountOf, refusedBeside, refusedState } from './stack-state.ts';
import { stackName } from './tools.ts';
import { withOrganizationTrail } from './trail/organization-trail.ts';
import { refusedTrail, trailService } from './trail/trail-bucket.ts';
import { unloggedSentence } from './trail/trail-logging.ts';
import { type UsableBucket, usableBucket } from './trail/usable-bucket.ts';
import { refusedLeftSeal } from './worn-seal.ts';

export type Found = Awaited<ReturnType<typeof findOut>>;

const unread = 'The current state cannot be read';

/** What is there, and what a deployment would take. Throws where something stands in its way. */
export async function findOut(given: DeployGiven) {
  const { sdk, clients, place } = await openPlace(given);
  const trailed = await withOrganizationTrail(wishOf(given), place, clients);
  const { wish } = trailed;
  const organization = wish.units === null ? null : known(await readOrganization(place.accountId, clients), unread);
  const planned = planDeployment(wish, place, organization);
  if (!planned.ok) throw refused(planned.error);
  const unmet =
    (wish.guard ? await refusedGuard(place.accountId, organization, clients) : null) ??
    (await organizationTrailRefused(wish, organization, clients));
  if (unmet !== null) throw refused(unmet);
  const bucket = trailed.bucket ?? (await trailBucketOf(wish, place, clients));
  const stack = known(await describeStack(stackName, clients.cloudformation), unread);
  const present = stack === null ? null : known(await stackResources(stackName, clients.cloudformation), unread);
  const isOurs = (await ownAccountOf(present, clients)) === 'ours';
  const refusal =
    refusedState(stack) ?? (isOurs ? await refusedLeftSeal(present, place, clients) : refusedBeside(wish.units, place));
  if (refusal !== null) throw refused(refusal);
  const unlogged = isOurs ? await unloggedSentence(wish, place.region, () => readLogging(sdk)) : null;
  const concurrency = await readConcurrency(clients);
  const plan = withConcurrency(isOurs ? planned.value : besideAnother(planned.value), concurrency);
  return { sdk, clients, place, wish, trailed, bucket, stack, present, unlogged, concurrency, plan };
}

function refused({ what, remedy }: Refusal): UsageError {
  return new UsageError(what, remedy);
}

async function organizationTrailRefused(
  { trailBucket }: DeploymentWish,
  organization: OrganizationFacts | null,
  clients: DeploymentClients,
): Promise<Refusal | null> {
  if (trailBucket !== 'new' || organization?.kind !== 'administrator') return null;
  return refusedTrail(organization.id, await isTrusted(trailService, clients));
}

/** The bucket that is there already, and how it tells of files; null where none is named. */
async function trailBucketOf(
  { trailBucket, trailKey = null }: DeploymentWish,
  place: Place,
  clients: DeploymentClients,
): Promise<UsableBucket | null> {
  if (trailBucket === null || trailBucket === 'new') return null;
  const trail = trailPlaceIn(trailBucket) ?? { bucket: trailBucket, prefix: '' };
  const usable = await usableBucket({ trail, trailKey, isTyped: true }, place, clients);
  if (!usable.ok) throw refused(usable.error);
  return usable.value;
}
