import type { Baseline, TableName } from '../context/habits/baseline.ts';
import { activeDaysBefore, daysInDoubt, daysSeen, valuesBefore } from '../context/habits/familiarity.ts';
import { keyOf } from '../context/habits/lesson.ts';
import type { Network } from '../context/recorded-context.ts';
import { isAskedIn } from '../context/sighting.ts';
import { type Observation, recordFor } from './observation.ts';

/** `AS9009 (M247, GB)`; `AS16509 IE (Amazon.com, Inc.)`, since what AWS has in several countries is named by them. */
export function placeWords(network: Network): string {
  const isNamed = network.country !== null && network.id.endsWith(` ${network.country}`);
  const details = [network.organisation, isNamed ? null : network.country].filter((detail) => detail !== null);
  return details.length === 0 ? network.id : `${network.id} (${details.join(', ')})`;
}

/**
 * `First use in us-east-2; 41 days on record show eu-west-1`. What was seen on too few days to be a habit is no first:
 * `Not yet usual: use in us-east-2, seen on 2 of 41 days on record, beside eu-west-1`. Nor is there a sure first after days in doubt, of
 * which nothing was learned: `New: use in us-east-2; 41 days on record show eu-west-1, but for 3 in doubt`.
 */
export function newsWords(observation: Observation, table: TableName, value: string, deed: string): string {
  const seen = seenBefore(observation, table, value);
  const others = knownBefore(observation, table, value);
  if (seen !== null)
    return `Not yet usual: ${deed}, ${seen}${others.length === 0 ? '' : `, beside ${others.join(', ')}`}`;
  const { habits, days: count } = recordFor(observation, table);
  if (count === 0) return `First ${deed}; nothing was on record before`;
  const days = daysOnRecord(observation, table);
  const doubt = doubtWords(habits, observation.day);
  const news = `${doubt === '' ? 'First' : 'New:'} ${deed}`;
  return others.length === 0 ? `${news} in ${days}${doubt}` : `${news}; ${days} show ${others.join(', ')}${doubt}`;
}

function doubtWords(habits: Baseline, day: number): string {
  const days = daysInDoubt(habits, day);
  return days === 0 ? '' : `, but for ${days} in doubt`;
}

/** `seen on 2 of 41 days on record`; null for what was never seen. */
export function seenBefore(observation: Observation, table: TableName, value: string): string | null {
  const { habits } = recordFor(observation, table);
  const { day } = observation;
  const seen = daysSeen(habits, table, value, day);
  return seen === 0 ? null : `seen on ${seen} of ${dayWords(activeDaysBefore(habits, day))} on record`;
}

/** `41 days on record show us-east-1, eu-west-1`. */
export function habitWords(observation: Observation, table: TableName): string {
  if (recordFor(observation, table).days === 0) return 'nothing was on record before';
  const known = knownBefore(observation, table);
  const days = daysOnRecord(observation, table);
  return known.length === 0 ? `${days} say nothing of it` : `${days} show ${known.join(', ')}`;
}

/** The most established few, without the value that the sentence is about. */
function knownBefore(observation: Observation, table: TableName, about: string | null = null): string[] {
  const { habits } = recordFor(observation, table);
  const { day, kin } = observation;
  const left = about === null ? null : keyOf(table, about);
  return valuesBefore(isByKind(observation, table) ? (kin ?? habits) : habits, table, day)
    .filter((known) => known !== left && !isAskedIn(table, known))
    .slice(0, 3);
}

/** `41 days on record`; where those of its kind stand in, `41 days of its kind on record`. */
export function daysOnRecord(observation: Observation, table: TableName = 'action'): string {
  const days = dayWords(recordFor(observation, table).days);
  return `${days} ${isByKind(observation, table) ? 'of its kind ' : ''}on record`;
}

/** Whether its kind stands in: where hands are known, they do for what is theirs. */
function isByKind(observation: Observation, table: TableName): boolean {
  return observation.kin !== null && recordFor(observation, table).habits === observation.habits;
}

export function dayWords(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

/** `never before in 41 days on record`; what has no past says so. */
export function neverBefore(observation: Observation, what = 'never before'): string {
  const { activeDays, habits, day } = observation;
  if (activeDays === 0) return 'nothing was on record before';
  return `${what} in ${daysOnRecord(observation)}${doubtWords(habits, day)}`;
}
