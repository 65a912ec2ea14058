import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addToFew,
  addToMany,
  bytesIn,
  clearFew,
  clearMany,
  countFew,
  countMany,
  joinFew,
  joinMany,
  noneOfFew,
  noneOfMany,
  wordsIn,
} from '../../../../core/context/habits/sketch.ts';

/** Fingerprints in several heaps, some of which share some. */
const heaps = fc.array(
  fc.array(fc.oneof(fc.nat(0xffff_ffff), fc.integer({ min: 0, max: 300 }), fc.constantFrom(0, 63, 0xffff_ffff)), {
    maxLength: 300,
  }),
  { maxLength: 5 },
);

function manyOf(fingerprints: readonly number[], sketch = noneOfMany()) {
  for (const fingerprint of fingerprints) addToMany(sketch, fingerprint);
  return sketch;
}

function fewOf(fingerprints: readonly number[], sketch = noneOfFew()) {
  for (const fingerprint of fingerprints) addToFew(sketch, fingerprint);
  return sketch;
}

test('sketches of heaps, joined in any order and twice, are the sketch of all, and count as much', () => {
  fc.assert(
    fc.property(heaps, (given) => {
      const [many, few] = [noneOfMany(), noneOfFew()];
      for (const heap of [...given, ...given.toReversed()]) {
        joinMany(many, manyOf(heap).ranks);
        joinFew(few, fewOf(heap).bits);
      }
      expect(many).toEqual(manyOf(given.flat()));
      expect(few).toEqual(fewOf(given.flat()));
      expect(countMany(many)).toBe(countMany(manyOf(given.flat())));
      expect(countFew(few)).toBe(countFew(fewOf(given.flat())));
    }),
    { numRuns: 100 },
  );
});

test('what a sketch keeps of itself is what one would add up anew, with or without a life before', () => {
  fc.assert(
    fc.property(heaps, ([before = [], after = []]) => {
      const [many, few] = [manyOf(before), fewOf(before)];
      clearMany(many);
      clearFew(few);
      manyOf(after, many);
      fewOf(after, few);
      const all = bytesIn(many.ranks);
      const ranks = [...all].filter((rank) => rank > 0);
      expect(many.empty).toBe(all.length - ranks.length);
      expect(many.sum).toBe(ranks.reduce((sum, rank) => sum + 2 ** -rank, 0));
      expect(few.used).toBe(
        [...bytesIn(few.bits)].reduce((bits, byte) => bits + byte.toString(2).replaceAll('0', '').length, 0),
      );
      expect(many).toEqual(manyOf(after));
      expect(few).toEqual(fewOf(after));
      for (const words of [many.ranks, few.bits]) expect(wordsIn(bytesIn(words))).toEqual(words);
    }),
    { numRuns: 100 },
  );
});
