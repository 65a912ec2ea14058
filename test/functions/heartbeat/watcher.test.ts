import { expect, it } from 'vitest';
import type { Watcher } from '../../../adapters/aws/watcher.ts';
import type { WatcherCount } from '../../../contract/watcher.ts';
import { day, hour, minute } from '../../../core/model/instant.ts';
import { isAsleep } from '../../../functions/heartbeat/watcher.ts';

/** Thursday, ten o'clock. */
const drill = 2_900 * 7 * day + 10 * hour;

/** A Region that answers so, and what it was told. */
function region(alarms: Readonly<Record<string, string>>, counts: WatcherCount[] = []): Watcher {
  return {
    count: async (told) => void counts.push(...told),
    alarms: async () => new Map(Object.entries(alarms)) as ReadonlyMap<WatcherCount, string>,
  };
}

it('is told of both counts, and during the weekly hour of one', async () => {
  const told = async (at: number) => {
    const counts: WatcherCount[] = [];
    await isAsleep(region({}, counts), at);
    return counts;
  };
  expect(new Date(drill).toUTCString()).toMatch(/^Thu, .* 10:00:00 GMT$/);
  expect(await told(drill - 1)).toEqual(['rounds', 'drill']);
  expect(await told(drill)).toEqual(['rounds']);
  expect(await told(drill + hour - 1)).toEqual(['rounds']);
  expect(await told(drill + hour)).toEqual(['rounds', 'drill']);
});

it('sleeps where an alarm is gone, at any time, and where the drill did not ring it by the last quarter', async () => {
  const calm = { rounds: 'OK', drill: 'OK' };
  expect(await isAsleep(region(calm), drill - hour)).toBe(false);
  expect(await isAsleep(region({ rounds: 'OK' }), drill - hour)).toBe(true);
  expect(await isAsleep(region({ drill: 'OK' }), drill - hour)).toBe(true);
  expect(await isAsleep(region(calm), drill + 44 * minute)).toBe(false);
  expect(await isAsleep(region(calm), drill + 50 * minute)).toBe(true);
  expect(await isAsleep(region({ ...calm, drill: 'ALARM' }), drill + 50 * minute)).toBe(false);
  expect(await isAsleep(region({ ...calm, drill: 'INSUFFICIENT_DATA' }), drill + 50 * minute)).toBe(true);
});

it('sleeps where nobody can be told', async () => {
  const shut = { ...region({ rounds: 'OK', drill: 'OK' }), count: () => Promise.reject(new Error('AccessDenied')) };
  expect(await isAsleep(shut, drill - hour)).toBe(true);
});
