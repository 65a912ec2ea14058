import { type CallTally, takeTally } from '../adapters/aws/call-tally.ts';
import type { FunctionName } from '../contract/env.ts';
import { type Instant, minute } from '../core/model/instant.ts';
import { log, measure } from './runtime.ts';

export interface Tally extends CallTally {
  readonly account: string;
  readonly at: Instant;
}

/** So long a call counts. */
const window = 15 * minute;
/** Of fewer calls a share says nothing. */
const fewest = 20;

let recent: readonly Tally[] = [];

/**
 * How many of a hundred calls AWS refused since they came too fast, in the account where that were most: a thousand quiet
 * accounts must not hide one. Which one it is, the log says. Nothing where no account was called often enough.
 */
export function measureThrottling(service: FunctionName, now: Instant): void {
  const news = [...takeTally()].map(([account, counted]) => ({ account, at: now, ...counted }));
  recent = [...recent, ...news].filter(({ at }) => at > now - window);
  const worst = worstThrottled(recent, now);
  if (worst === null) return;
  measure(service, { ThrottledPercent: worst.percent });
  if (worst.percent > 0) log('error', 'refused for coming too fast', { ...worst });
}

/** Of the last quarter of an hour; null where no account was called often enough. */
export function worstThrottled(
  all: readonly Tally[],
  now: Instant,
): { readonly account: string; readonly percent: number } | null {
  const lately = all.filter(({ at }) => at > now - window);
  const shares = [...Map.groupBy(lately, ({ account }) => account)].flatMap(([account, of]) => {
    const calls = of.reduce((sum, one) => sum + one.calls, 0);
    const throttled = of.reduce((sum, one) => sum + one.throttled, 0);
    return calls < fewest ? [] : [{ account, percent: Math.round((1_000 * throttled) / calls) / 10 }];
  });
  return shares.toSorted((a, b) => b.percent - a.percent)[0] ?? null;
}
