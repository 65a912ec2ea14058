/** Where a trail writes. */
export interface TrailPlace {
  readonly bucket: string;
  /** `audit/logs/`: where its `AWSLogs` stands, or `AWSLogs/` itself; empty where that is to be looked for in all of the bucket. */
  readonly prefix: string;
}

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** What CloudTrail takes for a prefix: what S3 lets stand in a key without trouble. */
const prefixes = /^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/;

/** `NAME` or `NAME/PREFIX`, as a person or a stack names it; null where it is neither. */
export function trailPlaceIn(text: string): TrailPlace | null {
  const [, bucket = '', prefix = ''] = /^([^/]*)(?:\/(.*?)\/?)?$/.exec(text) ?? [];
  if (!bucketName.test(bucket) || (prefix !== '' && !prefixes.test(prefix))) return null;
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** The output of a deployment that names the bucket of somebody else whose files it reads; it has none where there is no such bucket. */
export const trailBucketOutput = 'TrailBucket';

/** Days before the first that are learned where nobody says how many: as long as habits take to settle, and some. */
export const usualBackfillDays = 30;

/** How often a file of a trail is tried before it is set aside. */
export const fileTries = 5;
