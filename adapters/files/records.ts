import type { InputFile } from '../../core/intake/input.ts';
import { type Chunks, peek } from './bytes.ts';
import { unwrapped } from './containers.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { readPieces } from './piecewise.ts';
import type { Skimmer } from './skim/skimmer.ts';
import { unreadable } from './unreadable.ts';
import { readWhole } from './whole-file.ts';

/**
 * The records of a file, in its order, in batches. A record is whatever stood in a record's place: `intake` says what
 * it is. What cannot be parsed comes as `Damage`. Throws only `Unreadable`, after all that could be read.
 *
 * The form is told by content, never by name: gzip or not; `{"Records":[…]}` or another object of `arrayNames`, an array, a
 * single record or EventBridge event, or any number of these one after another. What is wrapped in a message is read as a file is.
 */
export async function* readRecords(
  file: InputFile,
  limits: Limits = defaultLimits,
  skimmer: Skimmer | null = null,
): AsyncGenerator<unknown[]> {
  try {
    const [bytes, stored] = await begin(file, limits);
    const whole = bytes.length <= limits.whole ? readWhole(bytes, limits, skimmer) : null;
    if (whole !== null) yield unwrapped(whole);
    else for await (const records of readPieces(file.path, stored, limits)) yield unwrapped(records);
  } catch (error) {
    throw unreadable(file.path, error);
  }
}

/** All of a small file, the start of a large one, and in both cases the file from its start. */
async function begin(file: InputFile, limits: Limits): Promise<[bytes: Uint8Array, stored: Chunks]> {
  if (file.size === null || file.size > limits.whole) return peek(file.open(), limits.whole + 1);
  const bytes = await file.read();
  return [bytes, inChunks(bytes)];
}

const chunkLength = 65_536;

async function* inChunks(bytes: Uint8Array): Chunks {
  for (let start = 0; start < bytes.length; start += chunkLength) yield bytes.subarray(start, start + chunkLength);
}
