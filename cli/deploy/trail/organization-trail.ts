import type { DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import type { Place } from '../../../adapters/aws/deployment/place.ts';
import { readOrganizationTrail } from '../../../adapters/aws/deployment/trail-keys.ts';
import type { DeploymentWish } from '../deployment-plan.ts';
import { slashed } from './trail-folders.ts';
import { type UsableBucket, usableBucket } from './usable-bucket.ts';

/** What is deployed, with the organisation's trail where its files can be read here, and a sentence about that. */
export interface Trailed {
  readonly wish: DeploymentWish;
  /** Null where a bucket was named, or that there is to be none, or there is no organisation. */
  readonly sentence: string | null;
  /** False where something is left to do. */
  readonly isHeard: boolean;
  /** The bucket of that trail, which has been looked at; null where there is none, or another was named. */
  readonly bucket: UsableBucket | null;
}

/** Whoever watches an organisation and names no bucket hears the files of the organisation's own trail, if they lie here. */
export async function withOrganizationTrail(
  wish: DeploymentWish,
  place: Place,
  clients: DeploymentClients,
): Promise<Trailed> {
  if (wish.trailBucket === 'none')
    return { wish: { ...wish, trailBucket: null }, sentence: null, isHeard: true, bucket: null };
  if (wish.units === null || wish.trailBucket !== null) return { wish, sentence: null, isHeard: true, bucket: null };
  const unheard = (sentence: string): Trailed => ({ wish, sentence, isHeard: false, bucket: null });
  const found = await readOrganizationTrail(clients);
  if (!found.ok)
    return unheard(`Whether the organisation has a trail is not known (${found.error}): ${withoutFiles} ${toName}`);
  if (found.value === null) return unheard(`No trail of the organisation is visible here: ${withoutFiles} ${toName}`);
  const { name, bucket, prefix, key } = found.value;
  const trailKey = wish.trailKey ?? key;
  const trail = { bucket, prefix: slashed(prefix) };
  const usable = await usableBucket({ trail, trailKey, isTyped: false }, place, clients);
  if (!usable.ok) {
    return unheard(
      `The organisation’s trail ${name} writes to ${bucket}, whose files are not heard here: ${withoutFiles} ${usable.error.what} ${usable.error.remedy}`,
    );
  }
  const trailBucket = prefix === '' ? bucket : `${bucket}/${prefix}`;
  const sentence = `The organisation’s trail ${name} writes to ${trailBucket}, whose files are the second lane (to leave them out: --trail-bucket none).`;
  return {
    wish: { ...wish, trailBucket, trailKey },
    sentence,
    isHeard: true,
    bucket: usable.value,
  };
}

const withoutFiles = 'there is no second lane, and no earlier days are learned.';
const toName = '--trail-bucket NAME names its bucket, in this account and Region; new creates a trail.';
