import { minutesBetweenRounds, regionsPerRound } from '../../contract/heartbeat.ts';
import { type Instant, minute } from '../../core/model/instant.ts';

/** Who rings for a round: the clock, or a deployment, which wants to know of every Region at once. */
export type Bell = 'clock' | 'deployment';

/** Calls that a deployment's round makes at the most, which is one of many Regions: half of what a round has room for. */
const mostPlaces = 5_000;

/**
 * Of `regions`, whose turn it is: by the clock alone, so that a round that is lost takes nothing from the next; and, where a
 * deployment rings, who comes after, as far as the time of one round goes with so many accounts.
 */
export function turnOf(regions: readonly string[], bell: Bell, accounts: number, now: Instant): readonly string[] {
  const each = regionsPerRound(regions.length);
  const turn = Math.floor(now / (minutesBetweenRounds * minute)) % Math.ceil(regions.length / each);
  const first = regions.slice(turn * each, (turn + 1) * each);
  if (bell === 'clock') return first;
  const most = Math.floor(mostPlaces / Math.max(1, accounts));
  const after = [...regions.slice((turn + 1) * each), ...regions.slice(0, turn * each)];
  return [...first, ...after.slice(0, Math.max(0, most - first.length))];
}
