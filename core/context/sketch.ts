import { ones } from './days.ts';

/** HyperLogLog with 64 registers: distinct things, within about 13 %, whatever is repeated or in which order. */
export type DistinctMany = Uint8Array;
/** Linear counter of 128 bits: distinct things up to a few hundred, nearly exact below forty. */
export type DistinctFew = Uint8Array;

export const registers = 64;
export const fewBytes = 16;
/** No register can be higher: 6 of a fingerprint's 32 bits choose the register. */
export const highestRank = 27;

export function addToMany(sketch: DistinctMany, fingerprint: number): boolean {
  const index = fingerprint & 63;
  const rank = Math.min(Math.clz32(fingerprint >>> 6) - 5, highestRank);
  if (rank <= (sketch[index] ?? 0)) return false;
  sketch[index] = rank;
  return true;
}

export function addToFew(sketch: DistinctFew, fingerprint: number): boolean {
  const at = (fingerprint >>> 3) & 15;
  const before = sketch[at] ?? 0;
  const after = before | (1 << (fingerprint & 7));
  sketch[at] = after;
  return after !== before;
}

const shares = Array.from({ length: highestRank + 1 }, (_, rank) => 2 ** -rank);

/** Ertl's improved estimate: one formula for all sizes, and never falling when a register rises. */
export function countMany(sketch: DistinctMany): number {
  let empty = 0;
  let sum = 0;
  // By index: this is asked of nearly every use, and an iterator takes twice as long.
  for (let i = 0; i < sketch.length; i++) {
    const rank = sketch[i] as number;
    if (rank === 0) empty++;
    else sum += shares[rank] as number;
  }
  if (empty === registers) return 0;
  return Math.round((share * registers) / (registers * (emptinesses[empty] ?? 0) + sum));
}

const share = registers / (2 * Math.LN2);

function emptiness(share: number): number {
  let x = share;
  let weight = 1;
  let sum = share;
  for (;;) {
    x *= x;
    const next = sum + x * weight;
    if (next === sum) return sum;
    sum = next;
    weight *= 2;
  }
}

/** By the number of empty registers, all of which is no count. */
const emptinesses = Array.from({ length: registers }, (_, empty) => emptiness(empty / registers));

export function countFew(sketch: DistinctFew): number {
  let used = 0;
  for (let i = 0; i < fewBytes; i++) used += ones(sketch[i] ?? 0);
  return fewCounts[used] ?? 0;
}

const fewBits = fewBytes * 8;
/** By the number of bits that are set. */
const fewCounts = Array.from({ length: fewBits + 1 }, (_, used) =>
  Math.round(fewBits * Math.log(fewBits / Math.max(0.5, fewBits - used))),
);
