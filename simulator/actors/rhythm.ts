import { day, hour, type Instant, minute, second } from '../../core/model/instant.ts';
import { isWorkday, type Organisation } from '../organisation/organisation.ts';
import type { Random } from '../random.ts';

/** When an actor works. All hours are local. */
export type Rhythm =
  /** Around the clock, busier by day. */
  | { readonly kind: 'steady'; readonly stintsPerDay: number; readonly calls: readonly [number, number] }
  /** People: some stints in working hours, now and then at night or at the weekend. */
  | {
      readonly kind: 'office';
      readonly stintsPerDay: number;
      readonly calls: readonly [number, number];
      readonly overtime: number;
    }
  /** Pipelines: when people push. */
  | { readonly kind: 'jobs'; readonly jobsPerDay: number; readonly calls: readonly [number, number] }
  /** By the clock. */
  | {
      readonly kind: 'clock';
      readonly everyHours: number;
      readonly offsetHours: number;
      readonly calls: readonly [number, number];
    }
  | { readonly kind: 'never' };

/** A stretch of work: `calls` calls, about `gap` milliseconds apart. */
export interface Stint {
  readonly at: Instant;
  readonly calls: number;
  readonly gap: number;
}

export function stintsOf(rhythm: Rhythm, organisation: Organisation, random: Random): Stint[] {
  const { start, end } = organisation.span;
  const within = (stint: Stint) => stint.at >= start && stint.at < end;
  if (rhythm.kind === 'never') return [];
  if (rhythm.kind === 'clock') return clockStints(rhythm, organisation, random).filter(within);
  const stints: Stint[] = [];
  for (let midnight = start - (start % day) - day; midnight < end; midnight += day) {
    stints.push(...dayStints(rhythm, organisation, random, midnight - organisation.zone * hour));
  }
  return stints.filter(within).sort((a, b) => a.at - b.at);
}

type DailyRhythm = Exclude<Rhythm, { kind: 'never' | 'clock' }>;

function dayStints(rhythm: DailyRhythm, organisation: Organisation, random: Random, localMidnight: Instant): Stint[] {
  const working = isWorkday(organisation, localMidnight + 12 * hour);
  switch (rhythm.kind) {
    case 'steady': {
      const count = spread(random, rhythm.stintsPerDay * (working ? 1 : 0.8));
      return Array.from({ length: count }, () =>
        stint(rhythm.calls, localMidnight + wakefulHour(random), 2 * second, random),
      );
    }
    case 'office': {
      const count = working ? spread(random, rhythm.stintsPerDay) : random.chance(rhythm.overtime) ? 1 : 0;
      const late = random.chance(rhythm.overtime / 2);
      return Array.from({ length: count }, (_, i) =>
        stint(
          rhythm.calls,
          localMidnight + (late && i === 0 ? 19.5 + random.next() * 3 : 8 + random.next() * 10) * hour,
          25 * second,
          random,
        ),
      );
    }
    case 'jobs': {
      const count = working ? spread(random, rhythm.jobsPerDay) : random.chance(0.15) ? 1 : 0;
      return Array.from({ length: count }, () =>
        stint(rhythm.calls, localMidnight + (8 + random.next() * 11) * hour, 4 * second, random),
      );
    }
  }
}

function clockStints(rhythm: Extract<Rhythm, { kind: 'clock' }>, organisation: Organisation, random: Random): Stint[] {
  const { start, end } = organisation.span;
  const stints: Stint[] = [];
  const first = start - (start % day) + (rhythm.offsetHours - organisation.zone) * hour;
  for (let at = first; at < end; at += rhythm.everyHours * hour) {
    stints.push(stint(rhythm.calls, at + random.between(0, 4 * 60) * second, second, random));
  }
  return stints;
}

function stint(calls: readonly [number, number], at: number, gap: number, random: Random): Stint {
  return { at: Math.floor(at / second) * second, calls: random.between(calls[0], calls[1]), gap };
}

/** About `mean`, never the same twice. */
function spread(random: Random, mean: number): number {
  return Math.max(0, Math.round(mean * (0.5 + random.next())));
}

/** A moment of the day, twice as likely by day as by night. */
function wakefulHour(random: Random): number {
  const hourOfDay = random.next() * 24;
  const awake = hourOfDay > 7 && hourOfDay < 21;
  return (awake || random.chance(0.5) ? hourOfDay : 7 + random.next() * 14) * hour + random.between(0, minute);
}
