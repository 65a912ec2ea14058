import type { DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import type { Place } from '../../../adapters/aws/deployment/place.ts';
import { readTrailBucket, type TrailBucketFacts } from '../../../adapters/aws/deployment/trail-bucket.ts';
import { readTrailKeys } from '../../../adapters/aws/deployment/trail-keys.ts';
import type { TrailPlace } from '../../../contract/trail.ts';
import { fail, ok, type Result } from '../../../core/model/result.ts';
import type { Refusal } from '../deployment-plan.ts';
import { bucketSentence, refusedBucket } from './trail-bucket.ts';
import { lookForFiles } from './trail-files.ts';
import { refusedShutBucket } from './trail-key.ts';

/** A bucket that can be the second lane, and how it tells of files. */
export interface UsableBucket {
  readonly name: string;
  readonly facts: TrailBucketFacts;
  readonly trail: TrailPlace;
  /** What is to be said of its files, a sentence; null where that is nothing. */
  readonly note: string | null;
}

export interface TrailAsked {
  readonly trail: TrailPlace;
  /** ARN of the key that its files are opened with. */
  readonly trailKey: string | null;
  /** Whether a person named the place, and may have mistyped it. */
  readonly isTyped: boolean;
}

/** Looks whether a bucket that is there can be the second lane, its files opened with that key. */
export async function usableBucket(
  { trail, trailKey, isTyped }: TrailAsked,
  place: Place,
  clients: DeploymentClients,
): Promise<Result<UsableBucket, Refusal>> {
  const { bucket: name } = trail;
  const read = await readTrailBucket(name, place.accountId, clients);
  const refusal =
    refusedBucket(name, read, place) ??
    refusedShutBucket(name, await readTrailKeys(name, place.accountId, clients), trailKey, place);
  if (refusal !== null) return fail(refusal);
  if (!read.ok || read.value === null) throw new Error(`the bucket ${name} was refused for nothing`);
  const looked = await lookForFiles(trail, isTyped, place, clients);
  return looked.refusal === null ? ok({ name, facts: read.value, trail, note: looked.note }) : fail(looked.refusal);
}

/** What is said of it before anybody is asked. */
export function bucketSentences({ name, facts, note }: UsableBucket): string[] {
  return [bucketSentence(name, facts), ...(note === null ? [] : [note])];
}
