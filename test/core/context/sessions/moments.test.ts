import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinMoments, type Moments, momentsAt, sharedMoments } from '../../../../core/context/sessions/moments.ts';
import { hour, minute } from '../../../../core/model/instant.ts';

const start = Date.UTC(2026, 5, 1, 9);
const seen = (...minutes: number[]): Moments =>
  minutes.map((later) => momentsAt(start + later * minute)).reduce(joinMoments);
const some = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 }).map((them) => seen(...them));

describe('joinMoments', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        expect(joinMoments(a, b)).toEqual(joinMoments(b, a));
        expect(joinMoments(joinMoments(a, b), c)).toEqual(joinMoments(a, joinMoments(b, c)));
        expect(joinMoments(a, a)).toEqual(a);
      }),
    );
  });

  it('keeps two hours and a half', () => {
    expect(sharedMoments(seen(0, 155), seen(0), start - hour, start)).toBe(1);
    expect(sharedMoments(seen(0, 160), seen(0), start - hour, start)).toBe(0);
  });
});

describe('sharedMoments', () => {
  const at = start + 50 * minute;

  it('counts the five minutes in which both were, each once', () => {
    expect(sharedMoments(seen(0, 1, 12, 22, 41), seen(2, 3, 14, 29, 44), start - hour, at)).toBe(3);
    expect(sharedMoments(seen(0), seen(30), start - hour, at)).toBe(0);
  });

  it('counts none of those in which it began, nor what is more than an hour ago, nor what came after', () => {
    const both = [2, 12, 22] as const;
    expect(sharedMoments(seen(...both), seen(...both), start + 3 * minute, at)).toBe(2);
    expect(sharedMoments(seen(...both), seen(...both), start - hour, start + 65 * minute)).toBe(2);
    expect(sharedMoments(seen(...both), seen(...both), start - hour, start + 14 * minute)).toBe(2);
  });
});
