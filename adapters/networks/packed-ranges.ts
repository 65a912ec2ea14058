import type { Pieces } from './ranges.ts';

/**
 * Pieces in blocks that are read where they lie: unpacking a million of them would cost a cold start a tenth of a
 * second. A piece is two numbers, the step from the start before it and its value, seven bits a byte, low ones first,
 * the top bit saying that more follow.
 */
export interface PackedRanges {
  /** Start of each block's first piece. */
  readonly starts: Float64Array;
  /** Where each block's bytes begin; one more tells where the last block's end. */
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
}

const piecesInBlock = 64;

export function packRanges({ starts, values }: Pieces): PackedRanges {
  const blockStarts: number[] = [];
  const offsets: number[] = [];
  const bytes: number[] = [];
  starts.forEach((start, index) => {
    const opensBlock = index % piecesInBlock === 0;
    if (opensBlock) {
      blockStarts.push(start);
      offsets.push(bytes.length);
    }
    pushNumber(bytes, opensBlock ? 0 : start - (starts[index - 1] ?? 0));
    pushNumber(bytes, values[index] ?? 0);
  });
  offsets.push(bytes.length);
  return {
    starts: Float64Array.from(blockStarts),
    offsets: Uint32Array.from(offsets),
    bytes: Uint8Array.from(bytes),
  };
}

function pushNumber(bytes: number[], number: number): void {
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** 0 where nothing is known. */
export function valueAt({ starts, offsets, bytes }: PackedRanges, position: number): number {
  const block = countUpTo(starts, position) - 1;
  if (block < 0) return 0;

  let offset = offsets[block] ?? 0;
  const end = offsets[block + 1] ?? 0;
  const readNumber = () => {
    let byte = bytes[offset++] ?? 0;
    let number = byte & 127;
    for (let scale = 128; byte >= 128; scale *= 128) {
      byte = bytes[offset++] ?? 0;
      number += (byte & 127) * scale;
    }
    return number;
  };

  let start = starts[block] ?? 0;
  let value = 0;
  while (offset < end) {
    start += readNumber();
    if (start > position) break;
    value = readNumber();
  }
  return value;
}

/** How many of the ascending numbers are no greater than `limit`. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
