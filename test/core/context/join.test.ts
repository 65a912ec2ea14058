import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../../core/context/baseline.ts';
import { encode } from '../../../core/context/encode.ts';
import { join } from '../../../core/context/join.ts';
import { learn } from '../../../core/context/learn.ts';
import { anyBaseline, copyOf, learned, monday, sighting } from './sightings.ts';

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
        expect(joined(a, b)).toEqual(joined(b, a));
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

  it('is idempotent, and the empty baseline adds nothing', () => {
    fc.assert(
      fc.property(state, (a) => {
        expect(joined(a, a)).toEqual(a);
        expect(joined(emptyBaseline(), a)).toEqual(a);
        expect(joined(a, emptyBaseline())).toEqual(a);
      }),
      { numRuns: 100 },
    );
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
