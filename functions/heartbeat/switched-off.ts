import type { Pulse } from '../../contract/notes.ts';
import { isOptIn } from '../../contract/regions.ts';
import type { Instant } from '../../core/model/instant.ts';
import { type Heard, longestUnheard } from './silence.ts';

/** Account → Region → when AWS last said that the Region is switched off there. */
export type SwitchedOff = NonNullable<Pulse['off']>;

/**
 * Whether AWS refused a heartbeat since the Region is switched off in the account, by the error that STS documents for it. Of a
 * Region that no account can switch off, whoever has a foot in the account gets the same error by shutting its STS alone: that
 * is a silence like any other.
 */
export function isSwitchedOff(error: unknown, region: string): boolean {
  return error instanceof Error && error.name === 'RegionDisabledException' && isOptIn(region);
}

/** Without those that were ever heard, which somebody may have silenced, and those that AWS has not said it of for two turns. */
export function stillOff(
  off: SwitchedOff,
  all: readonly Heard[],
  regions: readonly string[],
  now: Instant,
): SwitchedOff {
  const wasHeard = (account: string, region: string) =>
    all.some((one) => one.account === account && one.from[region] !== undefined);
  const accounts = new Set(all.map(({ account }) => account));
  return Object.fromEntries(
    Object.entries(off).flatMap(([account, of]) => {
      const left = Object.entries(of).filter(([region, at]) => {
        return regions.includes(region) && !wasHeard(account, region) && now - at <= longestUnheard(regions, 'bulk');
      });
      return accounts.has(account) && left.length > 0 ? [[account, Object.fromEntries(left)]] : [];
    }),
  );
}
