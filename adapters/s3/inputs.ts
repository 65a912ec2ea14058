import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { type Input, type InputFile, skipReason, Unreadable } from '../../core/intake/input.ts';
import { noCredentials, noRegion } from './unasked.ts';

/**
 * Finds the log files under `s3://bucket/prefix`, in order of keys; a URI that names one object finds that object.
 * Never throws: what cannot be listed is told as such.
 */
export async function* openObjects(uri: string, client: S3Client): AsyncGenerator<Input> {
  const place = placeOf(uri);
  if (place === null) {
    yield { kind: 'unreadable', path: uri, reason: 'is no S3 address: write s3://bucket/prefix' };
    return;
  }
  try {
    let found = false;
    for await (const page of paginateListObjectsV2({ client }, { Bucket: place.bucket, Prefix: place.prefix })) {
      for (const { Key: key, Size: size } of page.Contents ?? []) {
        if (key === undefined || key.endsWith('/')) continue;
        found = true;
        yield key === place.prefix ? fileInput(place.bucket, key, size, client) : leaf(place.bucket, key, size, client);
      }
    }
    if (!found) yield { kind: 'unreadable', path: uri, reason: 'holds no objects' };
  } catch (error) {
    yield { kind: 'unreadable', path: uri, reason: clauseOf(error) };
  }
}

function placeOf(uri: string): { readonly bucket: string; readonly prefix: string } | null {
  const parts = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  return parts?.[1] === undefined ? null : { bucket: parts[1], prefix: parts[2] ?? '' };
}

function leaf(bucket: string, key: string, size: number | undefined, client: S3Client): Input {
  const reason = skipReason(key);
  return reason === null
    ? fileInput(bucket, key, size, client)
    : { kind: 'skipped', path: `s3://${bucket}/${key}`, reason };
}

function fileInput(bucket: string, key: string, size: number | undefined, client: S3Client): Input {
  return { kind: 'file', file: objectAt(bucket, key, size ?? null, client) };
}

/** One object, of which nothing is asked until it is read. */
export function objectAt(bucket: string, key: string, size: number | null, client: S3Client): InputFile {
  const path = `s3://${bucket}/${key}`;
  const body = async () => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined) throw new Error('has no content');
      return Body;
    } catch (error) {
      throw new Unreadable(path, clauseOf(error));
    }
  };
  return {
    path,
    size,
    read: async () => (await body()).transformToByteArray(),
    async *open() {
      yield* (await body()) as unknown as AsyncIterable<Uint8Array>;
    },
  };
}

const clauses: ReadonlyMap<string, string> = new Map([
  ['NoSuchBucket', 'is in a bucket that does not exist'],
  ['NoSuchKey', 'no longer exists'],
  ['AccessDenied', 'may not be read with these AWS credentials'],
  ['InvalidObjectState', 'is archived: restore it first'],
  ['PermanentRedirect', 'is in another Region: set AWS_REGION to the bucket’s'],
  ['CredentialsProviderError', noCredentials],
]);

/** What went wrong, as a clause that follows the object's address. */
export function clauseOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (message === 'Region is missing') return noRegion;
  return clauses.get(name) ?? message.split('\n', 1)[0] ?? 'cannot be read';
}
