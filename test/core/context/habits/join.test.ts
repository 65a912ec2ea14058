import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacity, emptyBaseline } from '../../../../core/context/habits/baseline.ts';
import { hasDay } from '../../../../core/context/habits/days.ts';
import { decode, encode } from '../../../../core/context/habits/encode.ts';
import { longestGapBefore } from '../../../../core/context/habits/familiarity.ts';
import { join } from '../../../../core/context/habits/join.ts';
import { learn } from '../../../../core/context/habits/learn.ts';
import { dayOf } from '../../../../core/model/instant.ts';
import { keptIn } from '../../../../core/model/kept.ts';
import { anyBaseline, copyOf, learned, monday, plain, sighting } from '../sightings.ts';

type State = ReturnType<typeof emptyBaseline>;
const joined = (a: State, b: State): State => {
  const result = copyOf(a);
  join(result, b);
  return result;
};

describe('join', () => {
  // 150 days: most pairs overlap, some have slid out of each other's windows.
  const state = anyBaseline(150);

  it('is commutative', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        expect(plain(joined(a, b))).toEqual(plain(joined(b, a)));
      }),
      { numRuns: 150 },
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(encode(joined(joined(a, b), c))).toEqual(encode(joined(a, joined(b, c))));
      }),
      { numRuns: 150 },
    );
  });

  it('of full tables knows no day that was not seen, whatever the order: what it forgot is news again', () => {
    const crowded = fc.array(
      fc.tuple(fc.nat(19), fc.nat(59)).map(([on, network]) => sighting(monday + on, { network: `AS${network}` })),
      { minLength: 80, maxLength: 120 },
    );
    fc.assert(
      fc.property(crowded, crowded, crowded, (...all) => {
        const [a, b, c] = all.map((uses) => learned(...uses)) as [State, State, State];
        const seen = new Map<string, Set<number>>();
        for (const { at, network } of all.flat()) keptIn(seen, network ?? '', () => new Set()).add(dayOf(at));
        for (const result of [joined(joined(a, b), c), joined(a, joined(b, c)), joined(joined(c, a), b)]) {
          expect(result.tables.network.entries.size).toBe(capacity.network);
          expect(result.activeDays).toEqual(joined(joined(a, b), c).activeDays);
          for (const [network, entry] of result.tables.network.entries) {
            for (let on = monday; on < monday + 20; on++) {
              if (hasDay(entry, on)) expect(seen.get(String(network))).toContain(on);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is idempotent, and the empty baseline adds nothing', () => {
    fc.assert(
      fc.property(state, (a) => {
        expect(plain(joined(a, a))).toEqual(plain(a));
        expect(plain(joined(emptyBaseline(), a))).toEqual(plain(a));
        expect(plain(joined(a, emptyBaseline()))).toEqual(plain(a));
      }),
      { numRuns: 100 },
    );
  });

  it('takes over the weeks that are in sight still, and none that a newer one stands in the place of', () => {
    const weeksOn = (weeks: number) => {
      const into = learned(sighting(monday + weeks * 7));
      join(into, learned(sighting(monday)));
      return longestGapBefore(into, monday + weeks * 7 + 1);
    };
    // From the middle of its week, which is the day before.
    expect([63, 80].map(weeksOn)).toEqual([63 * 7 + 1, 0]);
  });

  it('knows that a table met its capacity, whichever of the two it was, and so does what is kept of it', () => {
    const crowded = learned(...Array.from({ length: capacity.mfa + 1 }, (_, i) => sighting(monday, { mfa: `${i}` })));
    const calm = learned(sighting(monday));
    const overflowed = (state: State) => {
      const kept = decode(encode(state));
      return kept.ok && kept.value.overflowed;
    };
    expect([calm, crowded, joined(calm, crowded), joined(crowded, calm)].map(overflowed)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('leaves the other baseline as it was, and shares nothing with it', () => {
    const from = learned(sighting(monday));
    const bytes = encode(from);
    const into = learned(sighting(monday + 100));
    join(into, from);
    learn(into, sighting(monday + 1), 'learn');
    expect(encode(from)).toEqual(bytes);
  });
});
