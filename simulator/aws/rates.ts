import type { Faults } from './journal.ts';

export interface Rates {
  /** Calls of one service that one account may make in a second, in the long run. */
  readonly perSecond: number;
  /** Calls that it may make at once after a rest. */
  readonly burst: number;
}

/**
 * AWS's own brake: a bucket of calls for each account and service, filled as time goes by; who finds it empty is throttled.
 * `milliseconds` is a clock that really moves, unlike that of most simulations.
 */
export function limitedTo({ perSecond, burst }: Rates, milliseconds: () => number): Faults {
  const buckets = new Map<string, { left: number; at: number }>();
  return ({ accountId, service }) => {
    const key = `${accountId} ${service}`;
    const at = milliseconds();
    const bucket = buckets.get(key) ?? { left: burst, at };
    bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) * perSecond) / 1_000);
    bucket.at = at;
    buckets.set(key, bucket);
    if (bucket.left < 1) return { throttle: true };
    bucket.left -= 1;
    return 'pass';
  };
}
