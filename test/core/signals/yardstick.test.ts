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
const measured = (baseline: Baseline) =>
  yardstickFor(dossier({ baseline, principalBaseline: daily, kinBaseline: daily }), today * day, 7);

describe('a key of a user who has others', () => {
  it('is measured by its own habits once they are known, though they be of a few days', () => {
    const own = weekly(5);
    const { habits, kin, activeDays, isKnown } = measured(own);
    expect([activeDays, isKnown, kin]).toEqual([5, true, null]);
    expect(habits).toBe(own);
  });

  it('is measured by its user’s until then', () => {
    const { habits, activeDays, isKnown } = measured(weekly(4));
    expect([activeDays, isKnown]).toEqual([20, true]);
    expect(habits).toBe(daily);
  });
});
