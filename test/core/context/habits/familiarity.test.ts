import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacity, emptyBaseline, tableNames } from '../../../../core/context/habits/baseline.ts';
import {
  activeDaysBefore,
  changeDaysBefore,
  daysSilent,
  fewestApart,
  isActiveDaily,
  isKnownWell,
  isPlaceKnown,
  knownDays,
  longestGapBefore,
  surprise,
  valuesBefore,
} from '../../../../core/context/habits/familiarity.ts';
import { learn, type Trust } from '../../../../core/context/habits/learn.ts';
import { worstBefore } from '../../../../core/context/habits/volume.ts';
import { day } from '../../../../core/model/instant.ts';
import { anySighting, copyOf, learned, monday, sighting, steady } from '../sightings.ts';

describe('surprise', () => {
  it('is 8.2 bits for a new network after sixty steady days', () => {
    expect(surprise(learned(...steady(monday, 60)), 'network', 'AS9009', monday + 60)).toBeCloseTo(8.17, 2);
  });

  it('is below one bit for a laptop that changes its network every other day', () => {
    const laptop = learned(
      ...Array.from({ length: 60 }, (_, i) => sighting(monday + i, { network: `AS${Math.floor(i / 2)}` })),
    );
    expect(surprise(laptop, 'network', 'AS9009', monday + 60)).toBeLessThan(1);
  });

  it('falls to nothing over three trusted days', () => {
    const baseline = learned(...steady(monday, 60));
    const bits = [0, 1, 2, 3].map((days) => {
      const later = copyOf(baseline);
      for (const use of steady(monday + 60, days, { network: 'AS9009' })) learn(later, use, 'learn');
      return surprise(later, 'network', 'AS9009', monday + 60 + days);
    });
    expect(bits[0]).toBeGreaterThan(bits[1] ?? 0);
    expect(bits[1]).toBeGreaterThan(bits[2] ?? 0);
    expect(bits[2]).toBeGreaterThan(0);
    expect(bits[3]).toBe(0);
  });

  it('is quiet while there is little history', () => {
    const of = (days: number) => surprise(learned(...steady(monday, days)), 'network', 'AS9009', monday + days);
    expect(surprise(emptyBaseline(), 'network', 'AS9009', monday)).toBe(0);
    expect(of(1)).toBeLessThan(1);
    expect(of(7)).toBeGreaterThan(4);
  });

  it('keeps the whole window of change once the beginning has slid out', () => {
    const restless = Array.from({ length: 80 }, (_, i) => sighting(monday + i, { network: `AS${i}` }));
    expect(changeDaysBefore(learned(...restless), 'network', monday + 80)).toBe(64);
    expect(changeDaysBefore(learned(...restless.slice(0, 64)), 'network', monday + 64)).toBe(63);
  });

  it('of a stranger among more values in turn than a table keeps falls to nothing: what comes again is news each time', () => {
    const inTurn = (values: number) =>
      learned(...Array.from({ length: 120 }, (_, i) => sighting(monday + i, { network: `AS${i % values}` })));
    const [fitting, overflowing] = [capacity.network, capacity.network + 1].map(inTurn).map((baseline) => {
      return { bits: surprise(baseline, 'network', 'AS9009', monday + 120), overflowed: baseline.overflowed };
    });
    expect(fitting).toEqual({ bits: expect.closeTo(8.26, 2), overflowed: false });
    expect(overflowing).toEqual({ bits: 0, overflowed: true });
  });

  it('lets days of doubt prove that a key is noisy, though they make nothing usual', () => {
    const uses = Array.from({ length: 40 }, (_, i) => sighting(monday + i, { network: `AS${Math.floor(i / 2)}` }));
    const [trusted, doubted] = (['learn', 'hold'] as const).map((trust) => {
      const baseline = emptyBaseline();
      for (const use of uses) learn(baseline, use, trust);
      return baseline;
    });
    if (trusted === undefined || doubted === undefined) throw new Error('two were made');
    expect(changeDaysBefore(trusted, 'network', monday + 40)).toBe(19);
    expect(changeDaysBefore(doubted, 'network', monday + 40)).toBeGreaterThanOrEqual(19);
    expect(surprise(doubted, 'network', 'AS9009', monday + 40)).toBeLessThan(1);
    expect(knownDays(trusted, 'network', 'AS19', monday + 40).trusted).toBe(2);
    expect(knownDays(doubted, 'network', 'AS19', monday + 40).trusted).toBe(0);
  });

  it('knows text whatever its length and letters', () => {
    for (const peer of ['', 'a~b', 'ü'.repeat(15), '\ud800', 'repo:org/app:ref:refs/heads/main', 'x'.repeat(10_000)]) {
      const baseline = learned(...steady(monday, 10, { peer }));
      expect(knownDays(baseline, 'peer', peer, monday + 10).trusted).toBe(10);
      expect(knownDays(baseline, 'peer', `${peer}!`, monday + 10).ever).toBe(false);
    }
  });

  it('is not fooled by a text that looks like the short form of another', () => {
    const long = 'repo:org/app:ref:refs/heads/main';
    const baseline = learned(...steady(monday, 10, { peer: long }));
    const [short = ''] = valuesBefore(baseline, 'peer', monday + 10, 1);
    expect(short).toMatch(/^repo:org\/app:~[0-9a-f]{8}$/);
    expect(knownDays(baseline, 'peer', short, monday + 10).ever).toBe(false);
  });
});

describe('every question', () => {
  it('ignores the day asked about and all later ones', () => {
    const use = fc.tuple(anySighting(60), fc.constantFrom<Trust>('learn', 'hold'));
    fc.assert(
      fc.property(fc.array(use, { maxLength: 60 }), fc.integer({ min: 0, max: 60 }), (uses, ahead) => {
        const asked = monday + ahead;
        const earlier = emptyBaseline();
        const all = emptyBaseline();
        for (const [one, trust] of uses.toSorted(([a], [b]) => a.at - b.at)) {
          learn(all, one, trust);
          if (one.at < asked * day) learn(earlier, one, trust);
        }
        // So that both windows cover the same days.
        learn(earlier, sighting(monday + 60), 'learn');
        learn(all, sighting(monday + 60), 'learn');
        expect(answers(all, asked)).toEqual(answers(earlier, asked));
      }),
      { numRuns: 150 },
    );
  });

  function answers(baseline: ReturnType<typeof emptyBaseline>, asked: number): unknown {
    return [
      activeDaysBefore(baseline, asked),
      daysSilent(baseline, asked),
      longestGapBefore(baseline, asked),
      tableNames.map((name) => [
        changeDaysBefore(baseline, name, asked),
        valuesBefore(baseline, name, asked, 20),
        knownDays(baseline, name, 'region-1', asked),
        surprise(baseline, name, 'service:Action1', asked),
      ]),
      worstBefore(baseline, asked),
    ];
  }
});

describe('valuesBefore', () => {
  it('names the most established first', () => {
    const baseline = learned(...steady(monday, 5), ...steady(monday, 2, { network: 'AS9009' }));
    expect(valuesBefore(baseline, 'network', monday + 5, 5)).toEqual(['AS16509', 'AS9009']);
    expect(valuesBefore(baseline, 'network', monday + 5, 1)).toEqual(['AS16509']);
    expect(valuesBefore(baseline, 'network', monday, 5)).toEqual([]);
    expect(valuesBefore(baseline, 'action', monday + 5, 5)).toEqual([]);
  });
});

describe('silence', () => {
  const gap = (...days: number[]) => {
    const asked = days.pop() ?? 0;
    const baseline = learned(...days.map((one) => sighting(monday + one)));
    return { days: daysSilent(baseline, monday + asked), longest: longestGapBefore(baseline, monday + asked) };
  };

  it('tells the present and the longest earlier silence', () => {
    expect(gap(0, 1, 2, 12, 13, 50)).toEqual({ days: 37, longest: 10 });
    expect(gap(5, 6)).toEqual({ days: 1, longest: 0 });
    expect(gap(5, 5)).toEqual({ days: 0, longest: 0 });
  });

  it('takes what is older than the window of days for the middle of its week, whichever day of it that was', () => {
    const week = monday - (monday % 7);
    const silences = [0, 3, 6].map((on) => {
      const now = week + 3 + 100;
      return daysSilent(learned(sighting(week + on), sighting(now)), now);
    });
    expect(silences).toEqual([100, 100, 100]);
  });

  it('remembers a quarterly rhythm to the week', () => {
    const { days, longest } = gap(0, 91, 182, 273, 364);
    expect(days).toBe(91);
    expect(longest).toBeGreaterThanOrEqual(84);
    expect(longest).toBeLessThanOrEqual(98);
  });
});

describe('a credential that has no days off', () => {
  it('was in use on each of so many days, and not only long ago', () => {
    const baseline = learned(...steady(monday, 14));
    expect(isActiveDaily(baseline, monday + 14, 14)).toBe(true);
    expect(isActiveDaily(baseline, monday + 14, 15)).toBe(false);
    expect(isActiveDaily(baseline, monday + 15, 14)).toBe(false);
    // The same places in the window, a round later.
    expect(isActiveDaily(baseline, monday + 14 + 64, 14)).toBe(false);
  });

  it('may be in use today as well', () => {
    expect(isActiveDaily(learned(...steady(monday, 15)), monday + 14, 14)).toBe(true);
  });
});

describe('habits that are known', () => {
  const apart = (count: number, days: number) =>
    learned(...Array.from({ length: count }, (_, n) => sighting(monday + n * days)));

  it('are made of so many days', () => {
    expect(isKnownWell(apart(7, 1), monday + 7, 7)).toBe(true);
    expect(isKnownWell(apart(6, 1), monday + 7, 7)).toBe(false);
    expect(isKnownWell(apart(6, 1), monday + 7, 6)).toBe(true);
  });

  it('or of fewer that lie weeks apart', () => {
    expect(isKnownWell(apart(5, 6), monday + 28, 7)).toBe(true);
    expect(isKnownWell(apart(4, 7), monday + 40, 7)).toBe(false);
    // In a row, and long ago.
    expect(isKnownWell(apart(5, 1), monday + 40, 7)).toBe(false);
    expect(isKnownWell(apart(5, 5), monday + 28, 7)).toBe(true);
    expect(isKnownWell(apart(5, 3), monday + 28, 7)).toBe(false);
    // In four weeks of the calendar, but in little more than two.
    const soon = learned(...[2, 3, 4, 10, 17].map((n) => sighting(monday + n)));
    expect(isKnownWell(soon, monday + 22, 7)).toBe(false);
    expect(isKnownWell(soon, monday + 23, 7)).toBe(true);
    // Today counts for nothing.
    expect(isKnownWell(apart(5, 7), monday + 28, 7)).toBe(false);
  });

  it('tell sooner where it runs: by three days that lie in three weeks', () => {
    expect(isPlaceKnown(apart(3, 7), monday + 21, 7)).toBe(true);
    expect(isPlaceKnown(apart(2, 7), monday + 14, 7)).toBe(false);
    expect(isPlaceKnown(apart(3, 1), monday + 21, 7)).toBe(false);
    expect(isPlaceKnown(apart(6, 1), monday + 7, 7)).toBe(false);
    expect(isPlaceKnown(apart(3, 7), monday + 21, 14)).toBe(false);
  });

  it('are made of days of which three taught something', () => {
    const inDoubt = (...trust: readonly Trust[]) => {
      const baseline = emptyBaseline();
      for (const [n, one] of trust.entries()) learn(baseline, sighting(monday + n), one);
      return isKnownWell(baseline, monday + trust.length, 7);
    };
    const [no, yes] = ['hold', 'learn'] as const;
    expect(inDoubt(yes, no, no, no, no, no, no, no, no, no, no)).toBe(false);
    expect(inDoubt(yes, yes, no, no, no, no, no)).toBe(false);
    expect(inDoubt(yes, yes, no, no, no, no, no, yes)).toBe(true);
    expect(inDoubt(yes, yes, yes, no, no, no, no)).toBe(true);
    expect(inDoubt(yes, yes, yes, no, no, no)).toBe(false);
  });

  it('are more for an owner who wants more', () => {
    expect(fewestApart(7)).toEqual({ days: 5, weeks: 4 });
    // As many weeks as are remembered.
    expect(fewestApart(30)).toEqual({ days: 22, weeks: 9 });
    expect(isKnownWell(apart(5, 7), monday + 50, 14)).toBe(false);
    expect(isKnownWell(apart(10, 6), monday + 60, 14)).toBe(true);
  });
});
