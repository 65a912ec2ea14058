import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRanges, valueAt } from '../../../adapters/networks/packed-ranges.ts';
import { cutIntoPieces, type Range } from '../../../adapters/networks/ranges.ts';

/** Nested or apart, never half across each other: as networks are. */
const nestedRanges = fc
  .array(fc.tuple(fc.nat(255), fc.nat(6), fc.integer({ min: 1, max: 200_000 })), { maxLength: 60 })
  .map((drawn) => {
    const ranges = drawn.map(([at, bits, value]): Range => {
      const first = at - (at % 2 ** bits);
      return { first, last: first + 2 ** bits - 1, value };
    });
    return [...new Map(ranges.map((range) => [`${range.first} ${range.last}`, range])).values()];
  });

/** The smallest range around the position, found by looking at them all. */
function linearSearch(ranges: readonly Range[], position: number): number {
  const around = ranges.filter(({ first, last }) => first <= position && position <= last);
  return around.sort((a, b) => a.last - a.first - (b.last - b.first))[0]?.value ?? 0;
}

describe('packed ranges', () => {
  it('answer as a linear search does, wherever one asks', () => {
    fc.assert(
      fc.property(nestedRanges, (ranges) => {
        const packed = packRanges(cutIntoPieces(ranges));
        for (let position = 0; position <= 256; position += 1) {
          expect(valueAt(packed, position)).toBe(linearSearch(ranges, position));
        }
      }),
    );
  });

  it('answer across many blocks and far along the line', () => {
    const far = 2 ** 48 + 2 ** 45;
    const ranges = Array.from({ length: 1_000 }, (_, i) => {
      return { first: far + i * 1_000, last: far + i * 1_000 + 499, value: i * 137 + 1 };
    });
    const packed = packRanges(cutIntoPieces(ranges));
    expect(packed.starts.length).toBeGreaterThan(10);
    for (const { first, last, value } of ranges) {
      expect([first - 1, first, last, last + 1].map((at) => valueAt(packed, at))).toEqual([0, value, value, 0]);
    }
  });

  it('join neighbours with the same answer', () => {
    const pieces = cutIntoPieces([
      { first: 0, last: 9, value: 7 },
      { first: 10, last: 19, value: 7 },
      { first: 20, last: 29, value: 8 },
    ]);
    expect(pieces).toEqual({ starts: [0, 20, 30], values: [7, 8, 0] });
  });

  it('let a range that begins inside another and ends outside keep its own end', () => {
    const pieces = cutIntoPieces([
      { first: 0, last: 10, value: 1 },
      { first: 5, last: 15, value: 2 },
    ]);
    expect(pieces).toEqual({ starts: [0, 5, 16], values: [1, 2, 0] });
  });
});
