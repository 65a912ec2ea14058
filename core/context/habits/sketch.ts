import { ones } from './days.ts';

/**
 * Sketches keep their bytes in plain numbers, four to one, the first in the lowest: typed arrays of so few bytes take five times
 * as much memory, and a baseline has nine sketches.
 */
type Words = number[];

/** HyperLogLog with 64 registers: distinct things, within about 13 %, whatever is repeated or in which order. */
export interface DistinctMany {
  /** The registers, a byte each. */
  readonly ranks: Words;
  /** How many of them are 0, and the sum of 2^-rank over the others, which is exact: nearly every use asks for the count. */
  empty: number;
  sum: number;
}

/** Linear counter of 128 bits: distinct things up to a few hundred, nearly exact below forty. */
export interface DistinctFew {
  readonly bits: Words;
  /** How many of them are set. */
  used: number;
}

const registers = 64;
/** No register can be higher: 6 of a fingerprint's 32 bits choose the register. */
export const highestRank = 27;

export function noneOfMany(): DistinctMany {
  return { ranks: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], empty: registers, sum: 0 };
}

export function noneOfFew(): DistinctFew {
  return { bits: [0, 0, 0, 0], used: 0 };
}

export function clearMany(sketch: DistinctMany): void {
  sketch.ranks.fill(0);
  sketch.empty = registers;
  sketch.sum = 0;
}

export function clearFew(sketch: DistinctFew): void {
  sketch.bits.fill(0);
  sketch.used = 0;
}

export function addToMany(sketch: DistinctMany, fingerprint: number): boolean {
  return raiseRank(sketch, fingerprint & 63, Math.min(Math.clz32(fingerprint >>> 6) - 5, highestRank));
}

export function addToFew(sketch: DistinctFew, fingerprint: number): boolean {
  return setBits(sketch, (fingerprint >>> 5) & 3, 1 << (fingerprint & 31));
}

/** Adds all that the other was given. `ranks` as those of a sketch, none above `highestRank`. */
export function joinMany(into: DistinctMany, ranks: readonly number[]): void {
  for (let i = 0; i < registers; i++) raiseRank(into, i, rankAt(ranks, i));
}

/** The same for few. */
export function joinFew(into: DistinctFew, bits: readonly number[]): void {
  for (let i = 0; i < into.bits.length; i++) setBits(into, i, bits[i] ?? 0);
}

/** The bytes of a sketch's numbers, and back. */
export function bytesIn(words: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 4 * words.length }, (_, i) => rankAt(words, i));
}

export function wordsIn(bytes: Uint8Array): number[] {
  const words = Array.from({ length: bytes.length / 4 }, () => 0);
  bytes.forEach((byte, i) => {
    words[i >> 2] = (words[i >> 2] ?? 0) | (byte << ((i & 3) << 3));
  });
  return words;
}

function rankAt(ranks: readonly number[], at: number): number {
  return ((ranks[at >> 2] as number) >>> ((at & 3) << 3)) & 255;
}

function raiseRank(sketch: DistinctMany, at: number, rank: number): boolean {
  const { ranks } = sketch;
  const shift = (at & 3) << 3;
  const word = ranks[at >> 2] as number;
  const before = (word >>> shift) & 255;
  if (rank <= before) return false;
  ranks[at >> 2] = (word & ~(255 << shift)) | (rank << shift);
  if (before === 0) sketch.empty--;
  else sketch.sum -= shares[before] as number;
  sketch.sum += shares[rank] as number;
  return true;
}

function setBits(sketch: DistinctFew, at: number, bits: number): boolean {
  const before = sketch.bits[at] as number;
  const after = before | bits;
  if (after === before) return false;
  sketch.bits[at] = after;
  sketch.used += ones(after) - ones(before);
  return true;
}

const shares = Array.from({ length: highestRank + 1 }, (_, rank) => 2 ** -rank);

/** Ertl's improved estimate: one formula for all sizes, and never falling when a register rises. */
export function countMany({ empty, sum }: DistinctMany): number {
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

export function countFew({ used }: DistinctFew): number {
  return fewCounts[used] ?? 0;
}

const fewBits = 128;
/** By the number of bits that are set. */
const fewCounts = Array.from({ length: fewBits + 1 }, (_, used) =>
  Math.round(fewBits * Math.log(fewBits / Math.max(0.5, fewBits - used))),
);
