import { gunzipSync } from 'node:zlib';
import { encodingOf, isGzip, isMarked } from './bytes.ts';
import { recordsIn } from './containers.ts';
import { isDense, type Limits } from './limits.ts';
import type { Skimmer } from './skim/skimmer.ts';

/**
 * The records of a file in one go. Null for what is not one JSON text, and for what would take too much memory: that is read
 * piece by piece, however small it is, so that no file is read in two ways.
 */
export function readWhole(bytes: Uint8Array, limits: Limits, skimmer: Skimmer | null): unknown[] | null {
  try {
    const plain = isGzip(bytes)
      ? gunzipSync(bytes, { maxOutputLength: limits.whole, chunkSize: inflatedSize(bytes, limits) })
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (plain.length > limits.ratioFrom && plain.length > bytes.length * limits.ratio) return null;
    const encoding = encodingOf(plain);
    const text = isMarked(plain) ? plain.subarray(3) : plain;
    const skimmed = encoding === 'utf-8' ? (skimmer?.skim(text, limits) ?? null) : null;
    if (skimmed !== null && isGzip(bytes)) giveBack(plain);
    if (skimmed !== null) return skimmed;
    if (isDense(text, limits)) return null;
    return recordsIn(JSON.parse(encoding === 'utf-8' ? text.toString() : new TextDecoder(encoding).decode(text)));
  } catch {
    // fails toward: the slower way, which tells what is wrong
    return null;
  }
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
