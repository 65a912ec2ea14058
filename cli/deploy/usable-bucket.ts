import type { DeploymentClients } from '../../adapters/aws/deployment/clients.ts';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import { readTrailBucket, type TrailBucketFacts } from '../../adapters/aws/deployment/trail-bucket.ts';
import { readTrailKeys } from '../../adapters/aws/deployment/trail-keys.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { Refusal } from './deployment-plan.ts';
import { refusedBucket } from './trail-bucket.ts';
import { refusedShutBucket } from './trail-key.ts';

/** A bucket that can be the second lane, and how it tells of files. */
export interface UsableBucket {
  readonly name: string;
  readonly facts: TrailBucketFacts;
}

/** Looks whether a bucket that is there can be the second lane, its files opened with that key. */
export async function usableBucket(
  name: string,
  trailKey: string | null,
  place: Place,
  clients: DeploymentClients,
): Promise<Result<UsableBucket, Refusal>> {
  const read = await readTrailBucket(name, place.accountId, clients);
  const refusal =
    refusedBucket(name, read, place) ??
    refusedShutBucket(name, await readTrailKeys(name, place.accountId, clients), trailKey, place);
  if (refusal !== null) return fail(refusal);
  if (!read.ok || read.value === null) throw new Error(`the bucket ${name} was refused for nothing`);
  return ok({ name, facts: read.value });
}
