import { attempt } from '../../../adapters/aws/deployment/attempt.ts';
import { bucketPages } from '../../../adapters/aws/deployment/bucket-pages.ts';
import type { DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import type { Place } from '../../../adapters/aws/deployment/place.ts';
import { trailsWritingTo } from '../../../adapters/aws/deployment/trail-keys.ts';
import type { TrailPlace } from '../../../contract/trail.ts';
import type { Refusal } from '../deployment-plan.ts';
import { addressOf, foundLogs, logsAt, logsUnder, nameOf } from './trail-folders.ts';

/** What lies where a trail's files are to be read. */
export type Lying =
  | { readonly kind: 'files' }
  /** The bucket is empty, or a trail writes there that has not yet. */
  | { readonly kind: 'nothing-yet' }
  /** Other things lie in the bucket; `elsewhere` are its folders `AWSLogs/`. */
  | { readonly kind: 'foreign'; readonly elsewhere: readonly string[] };

/** Folders to be looked into for where a trail's files lie instead. */
const mostFolders = 30;

/** Looks whether anything lies beneath a prefix. Throws the SDK's error. */
async function lyingAt(bucket: string, folder: string, accountId: string, clients: DeploymentClients): Promise<Lying> {
  const pages = bucketPages(bucket, accountId, mostFolders + 2, clients);
  const isAny = async (prefix: string) => (await pages.page({ prefix, most: 1 })).files.length > 0;
  if (await isAny(folder)) return { kind: 'files' };
  if (!(await isAny(''))) return { kind: 'nothing-yet' };
  const writing = await trailsWritingTo(bucket, clients);
  const isWritten = writing.ok && writing.value.some((one) => logsUnder(one) === folder);
  return isWritten ? { kind: 'nothing-yet' } : { kind: 'foreign', elsewhere: await foundLogs(pages, mostFolders) };
}

export interface Looked {
  /** Null where it can be deployed with that place. */
  readonly refusal: Refusal | null;
  /** A sentence; null where there is nothing to say. */
  readonly note: string | null;
}

const fine: Looked = { refusal: null, note: null };

/**
 * Looks whether a trail's files lie where its prefix says. What cannot be looked at, or where a trail says its own prefix,
 * is noted and never refused: only a prefix that somebody typed may be mistyped.
 */
export async function lookForFiles(
  place: TrailPlace,
  isTyped: boolean,
  { accountId }: Pick<Place, 'accountId'>,
  clients: DeploymentClients,
): Promise<Looked> {
  const folder = logsAt(place.prefix);
  if (folder === null) return fine;
  const address = addressOf({ bucket: place.bucket, prefix: folder });
  const lying = await attempt(lyingAt(place.bucket, folder, accountId, clients));
  if (!lying.ok || lying.value === null) {
    // fails toward: the deployment, whose learning says what it does not find
    const why = lying.ok ? 'it is not there' : lying.error;
    return { refusal: null, note: `The contents of ${address} could not be read (${why}).` };
  }
  switch (lying.value.kind) {
    case 'files':
      return fine;
    case 'nothing-yet':
      return { refusal: null, note: `Nothing is at ${address} yet: check that the trail writes there.` };
    case 'foreign':
      return isTyped
        ? { refusal: refusedForeign(place.bucket, address, lying.value.elsewhere), note: null }
        : { refusal: null, note: `Nothing is at ${address} yet, although that bucket has other objects.` };
  }
}

/** The most that a sentence names. */
const mostNamed = 3;

function refusedForeign(bucket: string, address: string, elsewhere: readonly string[]): Refusal {
  const named = elsewhere.slice(0, mostNamed).map((one) => `--trail-bucket ${nameOf(bucket, one)}`);
  const more = elsewhere.length > mostNamed ? `, and ${elsewhere.length - mostNamed} more places` : '';
  return {
    what: `Nothing is at ${address}, where the trail’s files would be read, although the bucket ${bucket} has other objects.`,
    remedy:
      named.length === 0
        ? `Name the prefix that the trail has, as aws cloudtrail describe-trails shows it (S3KeyPrefix); if the trail is new, wait for its first file.`
        : `AWSLogs is in other places: ${named.join(', ')}${more}. Name the trail’s; if the trail is new, wait for its first file.`,
  };
}
