import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { clauseOf } from './out-of-reach.ts';

/** Losing so many races in a row means that something is wrong. */
const mostRaces = 5;

/**
 * Changes a small text on condition that nobody changes it meanwhile. `change` is given null where there is no such object,
 * and answers null where nothing is to be changed. True where something was; the error is a sentence, and then nothing was.
 */
export async function amendObject(
  bucket: string,
  key: string,
  change: (text: string | null) => Result<string | null, string>,
  client: S3Client,
): Promise<Result<boolean, string>> {
  const path = `s3://${bucket}/${key}`;
  try {
    for (let race = 0; race < mostRaces; race++) {
      const there = await read(bucket, key, client);
      const changed = change(there?.text ?? null);
      if (!changed.ok) return changed;
      if (changed.value === null) return ok(false);
      const condition = there === null ? { IfNoneMatch: '*' } : { IfMatch: there.tag };
      if (await put({ Bucket: bucket, Key: key, Body: changed.value, ...condition }, client)) return ok(true);
    }
    return fail(`${path} was changed by others again and again while it was to be changed. Try again.`);
  } catch (error) {
    // fails toward: the object as it was
    const isDenied = (error as Error).name === 'AccessDenied';
    return fail(`${path} ${isDenied ? 'may not be read and written with these AWS credentials' : clauseOf(error)}.`);
  }
}

async function read(Bucket: string, Key: string, client: S3Client) {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return { text: (await Body?.transformToString()) ?? '', tag: ETag ?? '' };
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return null;
    throw error;
  }
}

/** False where somebody was faster. */
async function put(given: PutObjectCommand['input'], client: S3Client): Promise<boolean> {
  try {
    await client.send(new PutObjectCommand(given));
    return true;
  } catch (error) {
    const lost = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);
    if (lost.has((error as Error).name)) return false;
    throw error;
  }
}
