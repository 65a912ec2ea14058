import { Unreadable } from '../../core/intake/input.ts';
import { gunzip } from './gunzip.ts';
import type { Limits } from './limits.ts';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** UTF-8's byte-order mark, which says nothing and is no JSON. */
export function isMarked(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** A text's encoding, told by its byte-order mark. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

export type Chunks = AsyncIterable<Uint8Array>;

/** Plain UTF-8 without a byte-order mark, whatever the file is stored as. */
export async function* plainBytes(path: string, stored: Chunks, limits: Limits): Chunks {
  const [head, chunks] = await peek(stored, 2);
  const inflated = isGzip(head) ? unpack(path, chunks, limits) : chunks;
  const [start, rest] = await peek(inflated, 3);
  const encoding = encodingOf(start);
  if (encoding === 'utf-8') yield* after(isMarked(start) ? 3 : 0, rest);
  else yield* transcode(rest, encoding);
}

/**
 * The first bytes, at least `length` if there are so many, and the whole once more. A stream that breaks meanwhile
 * breaks there again, once its start is read.
 */
export async function peek(chunks: Chunks, length: number): Promise<[head: Uint8Array, chunks: Chunks]> {
  const parts: Uint8Array[] = [];
  let rest = chunks[Symbol.asyncIterator]();
  try {
    for (let seen = 0; seen < length; ) {
      const next = await rest.next();
      if (next.done === true) break;
      parts.push(next.value);
      seen += next.value.length;
    }
  } catch (error) {
    rest = failing(error)[Symbol.asyncIterator]();
  }
  return [Buffer.concat(parts), joined(parts, rest)];
}

// biome-ignore lint/correctness/useYield: it stands in for a stream that broke
async function* failing(error: unknown): Chunks {
  throw error;
}

/** Whoever stops among the first parts stops the rest, too. */
async function* joined(parts: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): Chunks {
  try {
    yield* parts;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    await rest.return?.();
  }
}

/** Counts for itself: a streaming gunzip knows no limit. */
async function* unpack(path: string, chunks: Chunks, limits: Limits): Chunks {
  let stored = 0;
  let inflated = 0;
  async function* counted(): Chunks {
    for await (const chunk of chunks) {
      stored += chunk.length;
      yield chunk;
    }
  }
  for await (const chunk of gunzip(counted())) {
    inflated += chunk.length;
    if (inflated > limits.inflated) {
      throw new Unreadable(
        path,
        `inflates to more than ${Math.round(limits.inflated / 1_048_576)} MiB; reading stopped there`,
      );
    }
    if (inflated > limits.ratioFrom && inflated > stored * limits.ratio) {
      throw new Unreadable(path, `inflates more than ${limits.ratio} times its size; reading stopped there`);
    }
    yield chunk;
  }
}

async function* after(length: number, chunks: Chunks): Chunks {
  let left = length;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

async function* transcode(chunks: Chunks, encoding: string): Chunks {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
