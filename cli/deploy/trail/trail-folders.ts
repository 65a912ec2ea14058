import type { BucketPages } from '../../../adapters/aws/deployment/bucket-pages.ts';
import type { TrailPlace } from '../../../contract/trail.ts';

const logs = /(?:^|\/)AWSLogs\/$/;

/** The folder that the files of a named place lie in; null where that is to be looked for in all of the bucket. */
export function logsAt(prefix: string): string | null {
  if (prefix === '') return null;
  return logs.test(prefix) ? prefix : logsUnder(prefix);
}

/** Where a trail writes, by the prefix that it has. */
export function logsUnder(prefix: string): string {
  return `${slashed(prefix)}AWSLogs/`;
}

/** `audit/logs/` for `audit/logs`, as a place has it. */
export function slashed(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

/** Folders `AWSLogs/` of a bucket, those least deep first, among at most so many folders. Throws the SDK's error. */
export async function foundLogs(pages: BucketPages, most: number): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [''];
  for (let asked = 0; asked < most; asked++) {
    const prefix = waiting.shift();
    if (prefix === undefined) break;
    const { folders } = await pages.page({ prefix, byFolder: true });
    for (const one of folders) (logs.test(one) ? found : waiting).push(one);
  }
  return found;
}

/** As `--trail-bucket` takes it. */
export function nameOf(bucket: string, folder: string): string {
  const above = folder.slice(0, -'AWSLogs/'.length);
  return above === '' ? `${bucket}/AWSLogs` : `${bucket}/${above.slice(0, -1)}`;
}

/** As S3 has it. */
export function addressOf({ bucket, prefix }: TrailPlace): string {
  return `s3://${bucket}/${prefix}`;
}
