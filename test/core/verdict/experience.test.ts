import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addHistograms,
  ageOf,
  ageWords,
  type CredentialDay,
  classesIn,
  countDay,
  emptyExperience,
  type Histograms,
  pValueOf,
  tailOf,
  upperShareOf,
} from '../../../core/verdict/experience.ts';

function counted(days: readonly CredentialDay[]): Histograms {
  const experience = emptyExperience();
  for (const day of days) countDay(experience, day);
  return experience.all;
}

const role = { class: 'role' };
const sorted = (histograms: Histograms) => [...histograms].sort(([a], [b]) => (a < b ? -1 : 1));

const anyDay = fc.record({
  class: fc.constantFrom('access-key', 'role'),
  age: fc.constantFrom(0 as const, 14 as const, 28 as const),
  day: fc.integer({ min: 20_000, max: 20_120 }),
  bits: fc.double({ min: 0, max: 40, noNaN: true }),
});
const anyDays = fc.array(anyDay, { maxLength: 60 });
const ordinary = (bits: number, day = 20_000): CredentialDay => ({ class: 'role', age: 14, day, bits });
const days = (n: number, bits: number) => Array.from({ length: n }, () => ordinary(bits));

describe('what credential-days came to', () => {
  it('is the same in any order', () => {
    fc.assert(
      fc.property(anyDays, fc.func(fc.integer()), (all, key) => {
        const shuffled = all.toSorted((a, b) => key(a) - key(b));
        expect(sorted(counted(shuffled))).toEqual(sorted(counted(all)));
      }),
    );
  });

  it('is the sum of its parts, however it is split and put together again', () => {
    fc.assert(
      fc.property(anyDays, fc.array(fc.nat(2), { minLength: 60, maxLength: 60 }), fc.boolean(), (all, part, turned) => {
        const parts = [0, 1, 2].map((n) => counted(all.filter((_, i) => part[i] === n)));
        const sum: Histograms = new Map();
        for (const one of turned ? parts.toReversed() : parts) addHistograms(sum, one);
        expect(sorted(sum)).toEqual(sorted(counted(all)));
      }),
    );
  });

  it('tells what is fresh apart, so that two who count at once lose nothing', () => {
    const stored = counted(days(5, 1));
    const [mine, theirs] = [3, 4].map((n) => {
      const experience = { ...emptyExperience(), all: new Map([...stored].map(([key, counts]) => [key, [...counts]])) };
      for (const day of days(n, 2)) countDay(experience, day);
      return experience;
    });
    if (mine === undefined || theirs === undefined) throw new Error('two were made');
    addHistograms(theirs.all, mine.fresh);
    expect(tailOf(theirs.all, role, 0)).toMatchObject({ days: 12, reached: 12 });
    expect(tailOf(theirs.all, role, 2)).toMatchObject({ days: 12, reached: 7 });
  });

  it('forgets what is older than a baseline remembers', () => {
    const all = counted([ordinary(1, 20_000), ordinary(1, 20_010), ordinary(1, 20_075)]);
    expect(tailOf(all, role, 0).days).toBe(2);
  });

  it('keeps classes and weeks apart', () => {
    const all = counted([ordinary(3, 20_000), ordinary(3, 20_007), { ...ordinary(9, 20_000), class: 'access-key' }]);
    expect(classesIn(all)).toEqual(['access-key', 'role']);
    expect(tailOf(all, role, 3)).toMatchObject({ days: 2, reached: 2 });
    expect(tailOf(all, role, 3, Math.floor(20_007 / 7))).toMatchObject({ days: 1, reached: 1 });
    expect(tailOf(all, role, 3.25)).toMatchObject({ days: 2, reached: 0 });
  });
});

describe('the age of a day', () => {
  it('is that of the habits it was judged by, in three stretches', () => {
    expect([0, 7, 13, 14, 27, 28, 60].map(ageOf)).toEqual([0, 0, 0, 14, 14, 28, 28]);
    expect(([0, 14, 28] as const).map(ageWords)).toEqual(['fewer than 14 days', '14 to 27 days', '28 days or more']);
  });

  it('keeps apart what is held against one another, and is no matter where nobody asks for it', () => {
    const all = counted([ordinary(3), { ...ordinary(9), age: 28 }, { ...ordinary(1), age: 28 }]);
    expect(tailOf(all, { class: 'role', age: 14 }, 2)).toMatchObject({ days: 1, reached: 1 });
    expect(tailOf(all, { class: 'role', age: 28 }, 2)).toMatchObject({ days: 2, reached: 1 });
    expect(tailOf(all, { class: 'role', age: 0 }, 2)).toMatchObject({ days: 0, reached: 0 });
    expect(tailOf(all, role, 2)).toMatchObject({ days: 3, reached: 2 });
  });

  it('what was counted without one is forgotten, not kept for ever', () => {
    const sum: Histograms = new Map([['role\n2860', [5]]]);
    addHistograms(sum, counted([ordinary(1)]));
    expect(tailOf(sum, role, 0).days).toBe(1);
    expect(sum.size).toBe(1);
  });
});

describe('the p-value', () => {
  it('is one without experience, and one in n + 1 where nothing reached as much', () => {
    expect(pValueOf({ days: 0, reached: 0, worstWeek: 0 })).toBe(1);
    expect(pValueOf({ days: 999, reached: 0, worstWeek: 0 })).toBe(1 / 1000);
    expect(pValueOf({ days: 999, reached: 9, worstWeek: 0 })).toBe(1 / 100);
  });

  it('is no smaller than the share of the worst week, since changes come by the week', () => {
    const calm = days(90, 1);
    const busy = [
      ...Array.from({ length: 6 }, () => ordinary(1, 20_007)),
      ...Array.from({ length: 4 }, () => ordinary(9, 20_007)),
    ];
    const all = counted([...calm, ...busy]);
    expect(pValueOf(tailOf(all, role, 9))).toBe(0.4);
    expect(pValueOf(tailOf(all, role, 10))).toBe(1 / 101);
    // Nine days are no week to go by.
    expect(pValueOf(tailOf(counted([...calm, ...busy.slice(1)]), role, 9))).toBe(5 / 100);
  });

  it('keeps its word on days like those it was measured by', () => {
    // Any order of the same days is as likely: each in turn is the new one, held against the others.
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 15, noNaN: true }), { minLength: 2, maxLength: 50 }), (all) => {
        const values = all.map((bits, i) => {
          const others = counted(all.filter((_, j) => j !== i).map((other) => ordinary(other)));
          return pValueOf(tailOf(others, role, bits));
        });
        for (const level of [0.02, 0.1, 0.5]) {
          expect(values.filter((p) => p <= level).length / all.length).toBeLessThanOrEqual(level);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the bound that was earned', () => {
  it('is three in so many days where none reached it', () => {
    expect(upperShareOf({ days: 3_000, reached: 0 })).toBe(0.001);
    expect(upperShareOf({ days: 0, reached: 0 })).toBe(1);
    expect(upperShareOf({ days: 2, reached: 0 })).toBe(1);
  });

  it('is the upper limit of a Poisson rate where some did', () => {
    // Garwood's exact limits at 95 %, one-sided.
    for (const [reached, limit] of [
      [1, 4.744],
      [2, 6.296],
      [5, 10.513],
      [20, 29.062],
    ] as const) {
      expect(upperShareOf({ days: 10_000, reached }) * 10_000).toBeCloseTo(limit, 1);
    }
  });
});
