import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../../../core/context/habits/baseline.ts';
import { learn } from '../../../../core/context/habits/learn.ts';
import { countsInHour, excess, worstBefore } from '../../../../core/context/habits/volume.ts';
import { day, hour } from '../../../../core/model/instant.ts';
import { monday, sighting } from '../sightings.ts';

const noon = monday * day + 12 * hour;

function busyHour(baseline = emptyBaseline(), at = noon, calls = 200, trust: 'learn' | 'hold' = 'learn') {
  for (let i = 0; i < calls; i++) {
    const unusual = { at: at + i, eventId: `${at} ${i}`, action: `ec2:Describe${i % 30}`, denied: i % 10 === 0 };
    learn(baseline, sighting(monday, unusual), trust);
  }
  return baseline;
}

describe('counts in an hour', () => {
  it('estimate distinct events, actions and denied actions', () => {
    const { events, actions, denied } = countsInHour(busyHour(), noon);
    expect(events).toBeGreaterThan(150);
    expect(events).toBeLessThan(260);
    expect(Math.abs(actions - 30)).toBeLessThanOrEqual(4);
    expect(denied).toBe(3);
  });

  it('do not grow when the same records come again', () => {
    const baseline = busyHour();
    const before = countsInHour(baseline, noon);
    expect(countsInHour(busyHour(baseline), noon)).toEqual(before);
  });

  it('never fall while events come in', () => {
    const baseline = emptyBaseline();
    let before = 0;
    for (let i = 0; i < 2_000; i++) {
      learn(baseline, sighting(monday, { at: noon, eventId: `event ${i}` }), 'learn');
      const { events } = countsInHour(baseline, noon);
      expect(events).toBeGreaterThanOrEqual(before);
      before = events;
    }
    expect(before).toBeGreaterThan(1_400);
    expect(before).toBeLessThan(2_700);
  });

  it('are kept for the latest three hours, held uses included', () => {
    const baseline = busyHour(emptyBaseline(), noon, 50, 'hold');
    expect(countsInHour(baseline, noon).events).toBeGreaterThan(35);
    for (const later of [1, 2, 3]) learn(baseline, sighting(monday, { at: noon + later * hour }), 'learn');
    expect(countsInHour(baseline, noon)).toEqual({ events: 0, actions: 0, denied: 0 });
    expect(countsInHour(baseline, noon + hour).events).toBe(1);
  });

  it('take in no use of an hour that is closed', () => {
    const baseline = emptyBaseline();
    for (const later of [1, 2, 3]) learn(baseline, sighting(monday, { at: noon + later * hour }), 'hold');
    const { openHours, worst } = structuredClone(baseline.volume);
    learn(baseline, sighting(monday, { at: noon }), 'learn');
    expect(baseline.volume).toEqual({ openHours, worst });
  });
});

describe('the worst hour on record', () => {
  it('is that of earlier days, and survives the hour itself', () => {
    const baseline = busyHour();
    for (const later of [1, 2, 3]) learn(baseline, sighting(monday, { at: noon + later * hour }), 'learn');
    expect(worstBefore(baseline, monday)).toEqual({ events: 0, actions: 0, denied: 0 });
    const worst = worstBefore(baseline, monday + 1);
    expect(worst.events).toBeGreaterThan(150);
    expect(Math.abs(worst.actions - 30)).toBeLessThanOrEqual(4);
    expect(worst.denied).toBe(3);
  });

  it('is forgotten with its day', () => {
    const baseline = busyHour();
    learn(baseline, sighting(monday + 63), 'learn');
    expect(worstBefore(baseline, monday + 64).events).toBeGreaterThan(100);
    learn(baseline, sighting(monday + 64), 'learn');
    expect(worstBefore(baseline, monday + 65).events).toBe(1);
  });

  it('takes no measure from a suspect day', () => {
    const baseline = busyHour();
    learn(baseline, sighting(monday), 'hold');
    expect(worstBefore(baseline, monday + 1)).toEqual({ events: 0, actions: 0, denied: 0 });
  });
});

describe('excess', () => {
  it('is nothing up to three times the worst plus the floor', () => {
    expect(excess(35, 10, 5, 4, 8)).toBe(0);
    expect(excess(36, 10, 5, 4, 8)).toBe(0);
  });

  it('rises with the count, is shrunk by s and stops at the cap', () => {
    expect(excess(31, 1, 2, 4, 8)).toBe(8);
    const twice = excess(14, 1, 2, 2, 100);
    expect(twice).toBeGreaterThan(excess(10, 1, 2, 2, 100));
    expect(excess(14, 1, 2, 4, 100)).toBeCloseTo(twice / 2);
  });
});
