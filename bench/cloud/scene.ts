import { region } from '../../test/cloud/local-cloud.ts';
import type { Traffic } from './traffic.ts';

/** Who is watched, by whom, in all that is played here. */
export const administrator = '999999999999';
export const trailBucket = 'trail-logs';
export const organization = { id: 'o-simulated1', units: ['r-simu'], regions: [region], callAs: 'SELF' } as const;

export function membersOf(traffic: readonly Traffic[]): string[] {
  return [...new Set(traffic.map(({ accountId }) => accountId))];
}

/** Amounts to three digits, which is more than they mean. */
export function inShort(amounts: object): string {
  return JSON.stringify(amounts, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value));
}
