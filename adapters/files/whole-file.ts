import { gunzipSync } from 'node:zlib';
import { Damage } from '../../core/intake/reasons.ts';
import { encodingOf, isGzip, isMarked } from './bytes.ts';
import { recordsIn, recordsOf, valueIn } from './containers.ts';
import { topLevelObjects } from './json-values.ts';
import { isDense, type Limits } from './limits.ts';
import type { Skimmer } from './skim/skimmer.ts';

interface Whole {
  readonly records: unknown[];
  /** The last one is not whole, and is not among them. */
  readonly isCut: boolean;
}

/**
 * The records of a file in one go. Null for what is neither one JSON text nor several that are spread over lines, for what is
 * damaged, and for what would take too much memory: that is read piece by piece.
 */
export function readWhole(bytes: Uint8Array, limits: Limits, skimmer: Skimmer | null): Whole | null {
  try {
    const plain = isGzip(bytes)
      ? gunzipSync(bytes, { maxOutputLength: limits.whole, chunkSize: inflatedSize(bytes, limits) })
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (plain.length > limits.ratioFrom && plain.length > bytes.length * limits.ratio) return null;
    const encoding = encodingOf(plain);
    const text = isMarked(plain) ? plain.subarray(3) : plain;
    const skimmed = encoding === 'utf-8' ? (skimmer?.skim(text) ?? null) : null;
    if (skimmed !== null && isGzip(bytes)) giveBack(plain);
    if (skimmed !== null) return { records: skimmed, isCut: false };
    if (isDense(text, limits)) return null;
    return parse(encoding === 'utf-8' ? text.toString() : new TextDecoder(encoding).decode(text));
  } catch {
    // fails toward: the slower way, which tells what is wrong
    return null;
  }
}

function parse(text: string): Whole | null {
  try {
    return { records: recordsIn(JSON.parse(text)), isCut: false };
  } catch {
    // fails toward: several texts, or none
    return parseSpread(text);
  }
}

/** The first line of a record that is spread over several. */
export const openedAlone = /^\s*\{\s*\r?\n/;

/** Records one after another, each spread over several lines, as `jq` and editors write them; null for any other form. */
function parseSpread(text: string): Whole | null {
  if (!openedAlone.test(text)) return null;
  const values = topLevelObjects(text).flatMap(valueIn);
  if (values[0] instanceof Damage) return null;
  const isCut = values.at(-1) instanceof Damage;
  return { records: (isCut ? values.slice(0, -1) : values).flatMap(recordsOf), isCut };
}

/**
 * Nobody reads these bytes any more, and the collector is not to run for them alone. Small ones lie with others in Node's
 * pool, which is not ours to give.
 */
function giveBack({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

const leastChunk = 4_096;

/**
 * What the last four bytes claim, kept within reason: one piece of the right size takes half the time of many. One byte
 * more, since zlib asks for another piece wherever one came out full.
 */
function inflatedSize(bytes: Uint8Array, limits: Limits): number {
  const claimed =
    bytes.length < 18 ? 0 : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32LE(bytes.length - 4);
  return Math.min(Math.max(claimed + 1, leastChunk), limits.whole, bytes.length * limits.ratio);
}
