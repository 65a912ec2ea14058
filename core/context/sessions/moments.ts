import { type Instant, minute } from '../../model/instant.ts';

/**
 * In which five minutes something was, of the last two hours and a half: a bit for each, the lowest for the latest. Joins in any order, since
 * only how late the latest is decides what is forgotten.
 */
export interface Moments {
  /** Five minutes since 1970. */
  readonly last: number;
  readonly bits: number;
}

const length = 5 * minute;
const kept = 32;

export function momentsAt(at: Instant): Moments {
  return { last: Math.floor(at / length), bits: 1 };
}

export function joinMoments(a: Moments, b: Moments): Moments {
  const last = Math.max(a.last, b.last);
  const bits = (bitsUntil(a, last) | bitsUntil(b, last)) >>> 0;
  return { last, bits };
}

/** How many of them both were in, of those that began after `since` and within an hour of `at`. */
export function sharedMoments(a: Moments, b: Moments, since: Instant, at: Instant): number {
  const now = Math.floor(at / length);
  const lasting = Math.min(hourly, now - Math.floor(since / length));
  if (lasting <= 0) return 0;
  return countOf(bitsUntil(a, now) & bitsUntil(b, now) & (2 ** lasting - 1));
}

const hourly = 12;

/** The same, counted back from `last`, which is no earlier, but where a record came late. */
function bitsUntil(moments: Moments, last: number): number {
  const back = last - moments.last;
  if (back < 0) return -back < kept ? moments.bits >>> -back : 0;
  return back < kept ? moments.bits << back : 0;
}

function countOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
