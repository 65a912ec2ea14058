import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../../../core/context/habits/advance.ts';
import { type Baseline, capacity, emptyBaseline, tableNames } from '../../../../core/context/habits/baseline.ts';
import { countCommonDays, countDays, type Days } from '../../../../core/context/habits/days.ts';
import { encode } from '../../../../core/context/habits/encode.ts';
import { changeDaysBefore, knownDays, surprise } from '../../../../core/context/habits/familiarity.ts';
import { join } from '../../../../core/context/habits/join.ts';
import { learn, learnInAll, type Trust } from '../../../../core/context/habits/learn.ts';
import { keyOf, lessonOf, type Sighting } from '../../../../core/context/habits/lesson.ts';
import { type Counts, worstBefore } from '../../../../core/context/habits/volume.ts';
import { dayOf, hour } from '../../../../core/model/instant.ts';
import { anyBaseline, anySighting, copyOf, learned, monday, sighting, steady } from '../sightings.ts';

/** Everything but the worst hours on record, which depend on hours still being open when their uses arrive. */
function bytesWithoutWorst(baseline: Baseline): Uint8Array {
  const copy = copyOf(baseline);
  copy.volume.worst.fill(0);
  return encode(copy);
}

function entriesOf(baseline: Baseline): unknown {
  return tableNames.map((name) => [...baseline.tables[name].entries]);
}

describe('learning in any order', () => {
  const sightings = fc.array(anySighting(200), { minLength: 1, maxLength: 120 });

  it('comes to the same bytes shuffled, repeated, split over workers and merged in odd orders', () => {
    const run = fc.tuple(sightings, fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(run, ([uses, workers, chance]) => {
        const next = () => chance.next().value as number;
        const inOrder = learned(...uses.toSorted((a, b) => a.at - b.at));
        const shuffled = [...uses, ...uses.filter((_, i) => i % 3 === 0)]
          .map((use) => ({ use, place: next() }))
          .sort((a, b) => a.place - b.place);
        const parts: Sighting[][] = Array.from({ length: workers }, () => []);
        for (const { use } of shuffled) parts[next() % workers]?.push(use);
        const states = parts.map((part) => learned(...part));
        const merged = emptyBaseline();
        for (const state of [...states.toReversed(), ...states]) join(merged, state);
        expect(bytesWithoutWorst(merged)).toEqual(bytesWithoutWorst(inOrder));
        merged.volume.worst.forEach((worst, i) => {
          expect(worst).toBeLessThanOrEqual(inOrder.volume.worst[i] ?? 0);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('comes to the same bytes, worst hours included, while their hours are open', () => {
    const hours = fc.array(anySighting(1), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(hours, fc.nat(), (uses, turn) => {
        const late = uses.map((use) => ({ ...use, at: monday * 24 * hour + (use.at % (3 * hour)) }));
        const turned = [...late.slice(turn % late.length), ...late.slice(0, turn % late.length)];
        expect(encode(learned(...turned, ...late))).toEqual(encode(learned(...late)));
      }),
      { numRuns: 100 },
    );
  });

  it('answers false for what it already knows', () => {
    const use = sighting(monday);
    const baseline = learned(use);
    expect(learn(baseline, use, 'learn')).toBe(false);
    expect(learn(baseline, { ...use, at: use.at + 1_000 }, 'learn')).toBe(false);
    expect(learn(baseline, { ...use, region: 'us-east-1' }, 'learn')).toBe(true);
    expect(learn(baseline, sighting(monday + 1), 'learn')).toBe(true);
  });

  it('keeps nothing of a week that is out of sight, however late its record comes', () => {
    const [long, now] = [sighting(monday), sighting(monday + 70 * 7)];
    expect(encode(learned(now, long))).toEqual(encode(learned(long, now)));
  });

  it('ignores an impossible time', () => {
    const baseline = emptyBaseline();
    expect(learn(baseline, { ...sighting(monday), at: Number.NaN }, 'learn')).toBe(false);
    expect(learn(baseline, { ...sighting(monday), at: -1 }, 'learn')).toBe(false);
    expect(baseline).toEqual(emptyBaseline());
  });
});

describe('holding', () => {
  it('knows what was new on a day, though it became known later and that was heard first', () => {
    const [suspect, usual] = [
      sighting(monday, { region: 'eu-north-1' }),
      sighting(monday + 2, { region: 'eu-north-1' }),
    ];
    const before = sighting(monday - 3);
    const [early, late] = [learned(before), learned(before)];
    learn(early, suspect, 'hold');
    learn(early, usual, 'learn');
    learn(late, usual, 'learn');
    learn(late, suspect, 'hold');
    expect(encode(late)).toEqual(encode(early));
  });

  it('comes to the same bytes beside what was learned that day, whichever was heard first', () => {
    const [usual, suspect] = [sighting(monday), sighting(monday)];
    const [first, last] = [emptyBaseline(), learned(usual)];
    learn(first, suspect, 'hold');
    learn(first, usual, 'learn');
    learn(last, suspect, 'hold');
    expect(bytesWithoutWorst(last)).toEqual(bytesWithoutWorst(first));
  });

  it('leaves a day of change more, where it is heard before what makes its value known', () => {
    const [usual, suspect] = [sighting(monday), sighting(monday + 2)];
    const changesOf = (...order: readonly (readonly [Sighting, Trust])[]) => {
      const baseline = learned(sighting(monday - 3, { region: 'eu-north-1' }));
      for (const [use, trust] of order) learn(baseline, use, trust);
      return changeDaysBefore(baseline, 'region', monday + 3);
    };
    expect(changesOf([usual, 'learn'], [suspect, 'hold'])).toBe(1);
    expect(changesOf([suspect, 'hold'], [usual, 'learn'])).toBe(2);
  });

  it('in another order leaves no day of change fewer and no worst hour busier, and all else the same', () => {
    const trust = fc.constantFrom<Trust>('learn', 'wait', 'hold');
    const orders = fc
      .constantFrom(1, 90)
      .chain((span) => fc.array(fc.tuple(anySighting(span), trust), { minLength: 1, maxLength: 60 }))
      .chain((uses) => fc.tuple(fc.constant(uses), fc.shuffledSubarray(uses, { minLength: uses.length })));
    const heard = (uses: readonly (readonly [Sighting, Trust])[]) => {
      const baseline = emptyBaseline();
      for (const [use, trust] of uses) learn(baseline, use, trust);
      return baseline;
    };
    fc.assert(
      fc.property(orders, ([uses, shuffled]) => {
        const inOrder = heard(uses.toSorted(([a], [b]) => a.at - b.at));
        const other = heard(shuffled);
        const [worst, most] = [other, inOrder].map((one) => worstBefore(one, one.lastDay + 1)) as [Counts, Counts];
        for (const name of ['events', 'actions', 'denied'] as const)
          expect(worst[name]).toBeLessThanOrEqual(most[name]);
        for (const name of tableNames) {
          const [few, more] = [inOrder, other].map((one) => one.tables[name].newDays) as [Days, Days];
          expect(countCommonDays(few, more)).toBe(countDays(few));
          Object.assign(more, few);
        }
        expect(bytesWithoutWorst(other)).toEqual(bytesWithoutWorst(inOrder));
      }),
      { numRuns: 200 },
    );
  });

  it('adds no value, no day to any value and no worst hour', () => {
    fc.assert(
      fc.property(anyBaseline(90), anySighting(120), (baseline, use) => {
        const untouched = copyOf(baseline);
        advance(untouched, dayOf(use.at));
        learn(baseline, use, 'hold');
        expect(entriesOf(baseline)).toEqual(entriesOf(untouched));
        expect(baseline.volume.worst).toEqual(untouched.volume.worst);
      }),
      { numRuns: 200 },
    );
  });

  it('still counts the day as noisy, only in the tables that met something new', () => {
    const baseline = learned(...steady(monday, 10));
    learn(baseline, sighting(monday + 10, { network: 'AS9009' }), 'hold');
    expect(changeDaysBefore(baseline, 'network', monday + 11)).toBe(1);
    expect(changeDaysBefore(baseline, 'region', monday + 11)).toBe(0);
    expect(knownDays(baseline, 'network', 'AS9009', monday + 11).ever).toBe(false);
    expect(knownDays(baseline, 'network', 'AS16509', monday + 11).trusted).toBe(10);
  });

  it('makes three days of a value that was trusted on suspect days worth one', () => {
    const baseline = learned(...steady(monday, 6));
    for (const noisy of steady(monday + 3, 3, { network: 'AS9009' })) learn(baseline, noisy, 'hold');
    expect(knownDays(baseline, 'network', 'AS16509', monday + 6).trusted).toBe(4);
  });
});

describe('waiting', () => {
  it('remembers what is new, at a third of its days', () => {
    const baseline = learned(...steady(monday, 10));
    for (const news of steady(monday + 10, 9, { network: 'AS9009' })) learn(baseline, news, 'wait');
    expect(knownDays(baseline, 'network', 'AS9009', monday + 12)).toMatchObject({ ever: true, trusted: 0 });
    expect(knownDays(baseline, 'network', 'AS9009', monday + 19).trusted).toBe(3);
  });
});

describe('learning in all', () => {
  const unusual = { network: 'AS9009' };
  const daysOf = (trust: Trust) => {
    const [own, user, account, kind] = Array.from({ length: 4 }, () => learned(...steady(monday, 10)));
    const all = [own, user, account, kind].filter((baseline) => baseline !== undefined);
    for (const news of steady(monday + 10, 9, unusual))
      learnInAll([...all.slice(0, 2), null], [...all.slice(2), null], lessonOf(news), trust);
    return all.map((baseline) => knownDays(baseline, 'network', 'AS9009', monday + 19).trusted);
  };

  it('makes no day of an account or a kind doubtful by what may be honest news to one credential', () => {
    expect(daysOf('learn')).toEqual([9, 9, 9, 9]);
    expect(daysOf('wait')).toEqual([3, 3, 9, 9]);
  });

  it('teaches none of them what is suspect', () => expect(daysOf('hold')).toEqual([0, 0, 0, 0]));
});

describe('a flood', () => {
  it('buys one day, however many calls', () => {
    const baseline = learned(...steady(monday, 30));
    for (let call = 0; call < 20_000; call++) learn(baseline, sighting(monday + 30, { network: 'AS9009' }), 'learn');
    expect(knownDays(baseline, 'network', 'AS9009', monday + 31)).toEqual({
      trusted: 1,
      ever: true,
      firstDay: monday + 30,
    });
    expect(surprise(baseline, 'network', 'AS9009', monday + 30)).toBeGreaterThan(7);
    expect(surprise(baseline, 'network', 'AS9009', monday + 31)).toBeGreaterThan(3);
  });

  it('of newcomers displaces no established value, and is remembered as change', () => {
    const baseline = learned(...steady(monday, 5));
    for (let i = 0; i < 500; i++) learn(baseline, sighting(monday + 5, { network: `AS${i}` }), 'learn');
    expect(knownDays(baseline, 'network', 'AS16509', monday + 6).trusted).toBe(5);
    expect(baseline.tables.network.entries.size).toBe(20);
    expect(baseline.overflowed).toBe(true);
    expect(changeDaysBefore(baseline, 'network', monday + 6)).toBe(1);
  });

  it('of newcomers on one day leaves the one that was there the day before, too, whatever they are called', () => {
    for (let twice = 0; twice <= capacity.network; twice++) {
      const all = Array.from({ length: capacity.network + 1 }, (_, i) => sighting(monday + 1, { network: `AS${i}` }));
      const baseline = learned(sighting(monday, { network: `AS${twice}` }), ...all.slice(twice, twice + 1), ...all);
      expect([...baseline.tables.network.entries.keys()]).toContain(`AS${twice}`);
    }
  });

  it('that displaces what came before the window makes no other day of the window one of change', () => {
    const flood = Array.from({ length: capacity.network }, (_, i) => sighting(monday + 100, { network: `AS${i}` }));
    const baseline = learned(sighting(monday), ...flood);
    expect(knownDays(baseline, 'network', 'AS16509', monday + 101).ever).toBe(false);
    expect(changeDaysBefore(baseline, 'network', monday + 101)).toBe(1);
  });

  it('of past newcomers does not keep a later one from being established', () => {
    const travels = Array.from({ length: 40 }, (_, i) => sighting(monday + i, { network: `AS${Math.floor(i / 2)}` }));
    const baseline = learned(...travels, ...steady(monday + 40, 3, { network: 'AS9009' }));
    expect(knownDays(baseline, 'network', 'AS9009', monday + 43).trusted).toBe(3);
  });
});

describe('what goes through all tables', () => {
  it('keeps to the order of their names', () => {
    const baseline = emptyBaseline();
    expect(baseline.inOrder.map((table) => tableNames.find((name) => baseline.tables[name] === table))).toEqual(
      tableNames,
    );
    const values = Object.fromEntries(tableNames.map((name) => [name, `a ${name}`]));
    const one = sighting(monday, values);
    expect(lessonOf(one).keys).toEqual(tableNames.map((name) => keyOf(name, `a ${name}`)));
  });
});
