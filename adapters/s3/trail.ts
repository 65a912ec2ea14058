import {
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { TrailPlace } from '../../contract/trail.ts';
import type { InputFile } from '../../core/intake/input.ts';
import { objectAt } from './inputs.ts';
import { outOfReach } from './out-of-reach.ts';

/** Where a trail's bucket keeps its accounts. */
export interface TrailPlaces {
  /** `…AWSLogs/` and `…AWSLogs/o-…/`: what the accounts' own folders stand in. */
  readonly folders: readonly string[];
  readonly accounts: readonly string[];
  /** False where folders were left unlooked at, in which there may be more. */
  readonly isWhole: boolean;
}

/** A bucket with more folders than this beside its trail keeps other things, and somebody has to say where the trail is. */
export const mostFolders = 1_000;

/** Looks under every prefix, of as many folders as a trail may have. Throws `OutOfReach` where the bucket cannot be listed. */
export async function trailPlaces({ bucket, prefix: start }: TrailPlace, client: S3Client): Promise<TrailPlaces> {
  const under = (prefix: string) => folders(bucket, prefix, client);
  const logs: string[] = [];
  const waiting: string[] = [];
  const sort = (one: string) => (/(?:^|\/)AWSLogs\/$/.test(one) ? logs : waiting).push(one);
  sort(start);
  for (let asked = 0; asked < mostFolders; asked++) {
    const prefix = waiting.shift();
    if (prefix === undefined) break;
    for (const one of await under(prefix)) sort(one);
  }
  const inLogs = await eachOf(logs, under);
  const inOrganizations = await eachOf(
    inLogs.filter((one) => /\/o-[a-z0-9]+\/$/.test(one)),
    under,
  );
  const found = [...inLogs, ...inOrganizations].flatMap((one) => {
    const [, folder = '', account = ''] = /^(.*\/)(\d{12})\/$/.exec(one) ?? [];
    return account === '' ? [] : [{ folder, account }];
  });
  return {
    folders: [...new Set(found.map(({ folder }) => folder))],
    accounts: [...new Set(found.map(({ account }) => account))].toSorted(),
    isWhole: waiting.length === 0,
  };
}

/** A log file of a trail, with its key. */
export interface TrailFile {
  readonly key: string;
  readonly file: InputFile;
}

/**
 * Files of one account and day (`2026-11-26`), of all Regions, in the order in which they were written. Throws `OutOfReach`
 * where they cannot be listed.
 */
export async function trailFiles(
  bucket: string,
  {
    folders: within,
    account,
    day,
  }: { readonly folders: readonly string[]; readonly account: string; readonly day: string },
  client: S3Client,
): Promise<readonly TrailFile[]> {
  const prefixes = within.map((folder) => `${folder}${account}/CloudTrail/`);
  const regions = await eachOf(prefixes, (prefix) => folders(bucket, prefix, client));
  const found: { readonly key: string; readonly size: number | null }[] = [];
  for (const region of regions) {
    const Prefix = `${region}${day.replaceAll('-', '/')}/`;
    for await (const page of listed({ Bucket: bucket, Prefix }, client)) {
      for (const { Key: key, Size: size } of page.Contents ?? []) {
        if (key?.endsWith('.json.gz') === true) found.push({ key, size: size ?? null });
      }
    }
  }
  return found
    .toSorted((a, b) => (orderOf(a.key) < orderOf(b.key) ? -1 : 1))
    .map(({ key, size }) => ({ key, file: objectAt(bucket, key, size, client) }));
}

/** Whether a file comes after another, by its key. */
export function isLater(key: string, than: string): boolean {
  return orderOf(key) > orderOf(than);
}

/** The instant in the file's name, then the name: `…_20261126T1205Z_….json.gz`. */
function orderOf(key: string): string {
  return `${/_(\d{8}T\d{4}Z)_/.exec(key)?.[1] ?? ''} ${key}`;
}

async function* listed(wish: ListObjectsV2CommandInput, client: S3Client): AsyncGenerator<ListObjectsV2CommandOutput> {
  try {
    yield* paginateListObjectsV2({ client }, wish);
  } catch (error) {
    throw outOfReach(`s3://${wish.Bucket}/${wish.Prefix ?? ''}`, 's3:ListBucket', error);
  }
}

async function folders(Bucket: string, Prefix: string, client: S3Client): Promise<string[]> {
  const found: string[] = [];
  for await (const page of listed({ Bucket, Prefix, Delimiter: '/' }, client)) {
    found.push(...(page.CommonPrefixes ?? []).flatMap((one) => one.Prefix ?? []));
  }
  return found;
}

async function eachOf(prefixes: readonly string[], list: (prefix: string) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const prefix of prefixes) found.push(...(await list(prefix)));
  return found;
}
