import { describe, expect, it } from 'vitest';
import type { Baseline } from '../../../core/context/habits/baseline.ts';
import { day } from '../../../core/model/instant.ts';
import { yardstickFor } from '../../../core/signals/yardstick.ts';
import { dossier } from '../../cases/dossier.ts';
import { learned, monday, sighting, steady } from '../context/sightings.ts';

const today = monday + 35;
const weekly = (count: number) =>
  learned(...Array.from({ length: count }, (_, n) => sighting(today - 7 * (count - n))));
const daily = learned(...steady(today - 20, 20));

describe.each([
  ['a key of a user who has others', { principalBaseline: daily }],
  ['a role of a person who has others', { principalBaseline: null, personBaseline: daily }],
])('%s', (_, ofHolder) => {
  const measured = (baseline: Baseline) =>
    yardstickFor(dossier({ baseline, kinBaseline: daily, ...ofHolder }), today * day, 7);

  it('is measured by its own habits once they are known, though they be of a few days', () => {
    const own = weekly(5);
    const { habits, kin, activeDays, isKnown } = measured(own);
    expect([activeDays, isKnown, kin]).toEqual([5, true, null]);
    expect(habits).toBe(own);
  });

  it('is measured by all of them until then', () => {
    const { habits, activeDays, isKnown } = measured(weekly(4));
    expect([activeDays, isKnown]).toEqual([20, true]);
    expect(habits).toBe(daily);
  });
});
