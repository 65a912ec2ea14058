import type { Chunks } from './bytes.ts';
import { Gathering, type Piece } from './gathering.ts';
import type { Limits } from './limits.ts';
import { Splitter } from './splitter.ts';

const newline = 0x0a;

/** The chunks up to where they break off; what broke them is put into `damage`, for whoever has read what came before. */
async function* upToDamage(chunks: Chunks, damage: unknown[]): Chunks {
  try {
    yield* chunks;
  } catch (error) {
    damage.push(error);
  }
}

/**
 * The lines that are not empty. Returns true when the last one was ended, false when the text stopped in it. Throws what breaks
 * the chunks off, after all that came before.
 */
export async function* lines(chunks: Chunks, limit: number): AsyncGenerator<Piece[], boolean> {
  const line = new Gathering(limit);
  const damage: unknown[] = [];
  for await (const chunk of upToDamage(chunks, damage)) {
    const ended: Piece[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      if (end > start) line.add(chunk.subarray(start, end));
      if (!line.isEmpty) ended.push(line.take());
      start = end + 1;
    }
    line.add(chunk.subarray(start));
    yield ended;
  }
  const isEnded = line.isEmpty;
  if (!isEnded) yield [line.take()];
  for (const error of damage) throw error;
  return isEnded;
}

/**
 * The records of a text of JSON values, each an array of them, an object that holds such an array, or one record: see `Splitter`.
 * Returns false when the text ended inside of one. Throws what breaks the chunks off, after all that came before.
 */
export async function* values(chunks: Chunks, limits: Limits): AsyncGenerator<Piece[], boolean> {
  const splitter = new Splitter(limits);
  const damage: unknown[] = [];
  for await (const chunk of upToDamage(chunks, damage)) yield splitter.take(chunk);
  const { pieces, isClosed } = splitter.end();
  // One by one: around damage they may be many, and a buffer takes more than a short text.
  for (const piece of pieces) yield [typeof piece === 'string' ? Buffer.from(piece) : piece];
  for (const error of damage) throw error;
  return isClosed;
}
