import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { holdsNoCalls, type Input, type InputFile, isNamedLog, Unreadable } from '../../core/intake/input.ts';
import { s3PlaceIn } from './address.ts';
import { clauseOf, outOfReach } from './out-of-reach.ts';

/**
 * Finds the log files under `s3://bucket/prefix`, in order of keys; a URI that names one object finds that object.
 * Never throws: what cannot be listed is told as such.
 */
export async function* openObjects(uri: string, client: S3Client): AsyncGenerator<Input> {
  const place = s3PlaceIn(uri);
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
        yield leaf(place.bucket, key, size, client, key === place.prefix);
      }
    }
    if (!found) yield { kind: 'unreadable', path: uri, reason: 'contains no objects' };
  } catch (error) {
    yield { kind: 'unreadable', path: uri, reason: clauseOf(error) };
  }
}

function leaf(bucket: string, key: string, size: number | undefined, client: S3Client, isAskedFor: boolean): Input {
  const reason = isAskedFor ? null : holdsNoCalls(key);
  if (reason !== null) return { kind: 'skipped', path: `s3://${bucket}/${key}`, reason };
  const kind = isAskedFor || isNamedLog(key) ? 'file' : 'unnamed';
  return { kind, file: objectAt(bucket, key, size ?? null, client) };
}

/** One object, of which nothing is asked until it is read. Throws `OutOfReach` where S3 does not hand it over. */
export function objectAt(bucket: string, key: string, size: number | null, client: S3Client): InputFile {
  const path = `s3://${bucket}/${key}`;
  const refused = (error: unknown) => outOfReach(path, 's3:GetObject', error);
  const body = async () => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined) throw new Error('is empty');
      return Body;
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') throw new Unreadable(path, clauseOf(error));
      throw refused(error);
    }
  };
  return {
    path,
    size,
    async read() {
      const found = await body();
      try {
        return await found.transformToByteArray();
      } catch (error) {
        throw refused(error);
      }
    },
    async *open() {
      const found = (await body()) as unknown as AsyncIterable<Uint8Array>;
      try {
        yield* found;
      } catch (error) {
        throw refused(error);
      }
    },
  };
}
