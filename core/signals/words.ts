import type { TableName } from '../context/baseline.ts';
import { valuesBefore } from '../context/familiarity.ts';
import type { Network } from '../context/recorded-context.ts';
import type { Observation } from './observation.ts';

/** `AS9009 (M247, GB)`; `AS16509 IE (Amazon.com, Inc.)`, since what AWS has in several countries is named by them. */
export function placeWords(network: Network): string {
  const isNamed = network.country !== null && network.id.endsWith(` ${network.country}`);
  const details = [network.organisation, isNamed ? null : network.country].filter((detail) => detail !== null);
  return details.length === 0 ? network.id : `${network.id} (${details.join(', ')})`;
}

/** `in 41 days on record it only used us-east-1, eu-west-1`. */
export function habitWords(observation: Observation, table: TableName): string {
  const known = valuesBefore(observation.habits, table, observation.day, 3);
  if (observation.habitDays === 0) return 'nothing was on record before';
  const days = dayWords(observation.habitDays);
  return known.length === 0 ? `${days} on record say nothing of it` : `${days} on record show ${known.join(', ')}`;
}

export function dayWords(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

/** `never before in 41 days on record`; what has no past says so. */
export function neverBefore(days: number, what = 'never before'): string {
  return days === 0 ? 'nothing was on record before' : `${what} in ${dayWords(days)} on record`;
}
