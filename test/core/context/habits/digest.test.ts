import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DigestPart, digest, digestKeyOf } from '../../../../core/context/habits/digest.ts';

const key = digestKeyOf('6f2a8a3e-5b52-4b0e-9d43-0f0a3a6b2f11');

const part = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.constantFrom(null, 0, 1, 2, 3, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1),
);

test('lists that differ in anything come to different digests, and equal ones to the same', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), fc.array(part, { maxLength: 4 }), (a, b) => {
      const areSame = JSON.stringify(a) === JSON.stringify(b);
      expect(digest(key, a) === digest(key, b)).toBe(areSame);
    }),
    { numRuns: 2_000 },
  );
});

test.each<readonly [DigestPart[], DigestPart[]]>([
  [
    ['ab', 'c'],
    ['a', 'bc'],
  ],
  [
    ['a', null],
    ['a', ''],
  ],
  [['a'], ['a', null]],
  [[1], ['\u0001']],
  [[2 ** 32], [0]],
  [[2 ** 32 + 1], [1, 1]],
  [[2 ** 32 - 1], [null]],
])('%j and %j are told apart', (a, b) => {
  expect(digest(key, a)).not.toBe(digest(key, b));
});

test('each bit of a digest depends on the key, and on each character', () => {
  const texts = Array.from({ length: 500 }, (_, i) => `bucket-${i}`);
  const differences = (pairs: readonly (readonly [number, number])[]) =>
    Array.from({ length: 53 }, (_, bit) => {
      const changed = pairs.filter(([a, b]) => Math.floor(a / 2 ** bit) % 2 !== Math.floor(b / 2 ** bit) % 2);
      return changed.length / pairs.length;
    });
  const byKey = differences(texts.map((text) => [digest(key, ['x']), digest(digestKeyOf(text), ['x'])]));
  const byText = differences(texts.map((text) => [digest(key, [`${text}0`]), digest(key, [`${text}1`])]));
  for (const share of [...byKey, ...byText]) {
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  }
});
