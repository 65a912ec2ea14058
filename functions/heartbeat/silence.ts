import { graceMinutes, minutesBetweenTurns, silentAfterMinutes } from '../../contract/heartbeat.ts';
import type { Lane, Pulse } from '../../contract/notes.ts';
import { type Instant, minute, second } from '../../core/model/instant.ts';
import type { HeardFrom, HeardOf } from '../beats.ts';

/** What a lane has heard of an account. */
export interface Heard extends HeardOf {
  readonly account: string;
  readonly lane: Lane;
}

/** Since when accounts are asked, and Regions have their turn: nothing is missed from before. */
export interface Asked {
  readonly since: Readonly<Record<string, Instant>>;
  readonly regionsSince: Readonly<Record<string, Instant>>;
  /** Account → Region → when AWS last said that it is switched off there: nobody can act in it, and nothing is missed. */
  readonly off?: Pulse['off'];
}

export type Silent = Pulse['silent'][number];

/** Accounts that a lane does not hear at all, and Regions of the others that it has not heard for two of their turns. */
export function silentOnes(all: readonly Heard[], { since, regionsSince, off = {} }: Asked, now: Instant): Silent[] {
  const regions = Object.keys(regionsSince);
  return all.flatMap(({ account, lane, from }): Silent[] => {
    const patience = (lastOf(from) === 0 ? graceMinutes : silentAfterMinutes[lane]) * minute;
    const asked = since[account] ?? now;
    if (now - Math.max(asked, lastOf(from)) > patience) return [{ account, lane, heardAt: lastOf(from) || null }];
    return regions.flatMap((region) => {
      const begun = Math.max(asked, regionsSince[region] ?? now);
      if (now - begun <= graceMinutes * minute) return [];
      const last = Math.max(begun, from[region] ?? 0, off[account]?.[region] ?? 0);
      return now - last > longestUnheard(regions, lane)
        ? [{ account, lane, region, heardAt: from[region] ?? null }]
        : [];
    });
  });
}

/** For so long a Region may go unheard: two of its turns, and what the lane takes. */
export function longestUnheard(regions: readonly string[], lane: Lane): number {
  return (2 * minutesBetweenTurns(regions.length) + silentAfterMinutes[lane]) * minute;
}

/** Of the account that the lane has not heard for longest, in seconds. */
export function oldestOf(all: readonly Heard[], lane: Lane, { since }: Asked, now: Instant): number {
  const ages = all
    .filter((one) => one.lane === lane)
    .map(({ account, from }) => now - Math.max(since[account] ?? now, lastOf(from)));
  return Math.round(Math.max(0, ...ages) / second);
}

function lastOf(from: HeardFrom): Instant {
  return Math.max(0, ...Object.values(from));
}
