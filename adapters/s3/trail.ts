import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { InputFile } from '../../core/intake/input.ts';
import { objectAt } from './inputs.ts';

/** Account → the prefixes that its folders of Regions stand under: `AWSLogs/[o-…/]<account>/CloudTrail/`. */
export type TrailPlaces = ReadonlyMap<string, readonly string[]>;

/** Where a trail's bucket keeps its accounts. Throws where it cannot be listed. */
export async function trailPlaces(bucket: string, client: S3Client): Promise<TrailPlaces> {
  const under = (prefix: string) => folders(bucket, prefix, client);
  const top = await under('');
  // A trail may have a prefix of its own.
  const logs = top.includes('AWSLogs/')
    ? ['AWSLogs/']
    : (await eachOf(top, under)).filter((one) => /\/AWSLogs\/$/.test(one));
  const inLogs = await eachOf(logs, under);
  const inOrganizations = await eachOf(
    inLogs.filter((one) => /\/o-[a-z0-9]+\/$/.test(one)),
    under,
  );
  const places = new Map<string, string[]>();
  for (const prefix of [...inLogs, ...inOrganizations]) {
    const account = /\/(\d{12})\/$/.exec(prefix)?.[1];
    if (account !== undefined) places.set(account, [...(places.get(account) ?? []), `${prefix}CloudTrail/`]);
  }
  return places;
}

/** A log file of a trail, with its key. */
export interface TrailFile {
  readonly key: string;
  readonly file: InputFile;
}

/** Files of one account and day (`2026-11-26`), of all Regions, in the order in which they were written. */
export async function trailFiles(
  bucket: string,
  prefixes: readonly string[],
  day: string,
  client: S3Client,
): Promise<readonly TrailFile[]> {
  const regions = await eachOf(prefixes, (prefix) => folders(bucket, prefix, client));
  const found: { readonly key: string; readonly size: number | null }[] = [];
  for (const region of regions) {
    const Prefix = `${region}${day.replaceAll('-', '/')}/`;
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix })) {
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

async function folders(Bucket: string, Prefix: string, client: S3Client): Promise<string[]> {
  const found: string[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix, Delimiter: '/' })) {
    found.push(...(page.CommonPrefixes ?? []).flatMap((one) => one.Prefix ?? []));
  }
  return found;
}

async function eachOf(prefixes: readonly string[], list: (prefix: string) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const prefix of prefixes) found.push(...(await list(prefix)));
  return found;
}
