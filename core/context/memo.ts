import type { CredentialUse } from '../intake/credential-use.ts';
import { dayOf, hour, type Instant } from '../model/instant.ts';
import type { Baseline } from './habits/baseline.ts';
import { type DigestKey, digest } from './habits/digest.ts';
import { isHabit } from './habits/familiarity.ts';
import type { Network } from './recorded-context.ts';
import { blockOf, hoursOf, lineOf, openedBy } from './sighting.ts';
import type { Sorts } from './sorts.ts';

/**
 * What one credential did today. Habits are made of whole days, so what gave no reason for doubt gives none when it comes again on the same
 * day.
 */
export interface Memo {
  /** Days since 1970. */
  day: number;
  /** Hours since 1970, and the uses within it. */
  hour: number;
  uses: number;
  /** A bit for each three-hour block of the day in which a use gave no reason. */
  blocks: number;
  /** Whether the last judgement was worth a word: then every use is judged. */
  doubted: boolean;
  /** The key of this day's digests. A memo that is kept elsewhere has another. */
  key: DigestKey;
  /** Sorts of use, and lines, that gave no reason. */
  readonly silent: Set<number>;
  /** How often any other sort came, by its hour and session. */
  readonly times: Map<number, number>;
}

export function emptyMemo(): Memo {
  return { day: -1, hour: -1, uses: 0, blocks: 0, doubted: false, key: [0, 0], silent: new Set(), times: new Map() };
}

/** Turns the memo to the moment of a use. A new day is remembered by `key`. */
export function turnTo(memo: Memo, at: Instant, key: DigestKey): void {
  const now = Math.floor(at / hour);
  if (memo.hour === now) return;
  memo.hour = now;
  memo.uses = 0;
  const day = dayOf(at);
  if (memo.day === day) return;
  memo.day = day;
  memo.key = key;
  memo.blocks = 0;
  memo.silent.clear();
  memo.times.clear();
}

/** `elsewhere`: by a line, or at an hour, that is a habit but was not there yet today: it has to be learned. */
export type Repetition = 'none' | 'same' | 'elsewhere';

/**
 * Whether a use is of a sort that gave no reason for doubt today, as most are. What is counted is judged all the same: a use that doubles the
 * hour's number, the second refusal of a sort (only then has the first been counted), every deletion and every object locked away.
 */
export function repetitionOf(
  memo: Memo,
  use: CredentialUse,
  network: Network | null,
  { sort, line }: Sorts,
  own: Baseline,
): Repetition {
  memo.uses++;
  const isMore = memo.uses >= fewUses && isPowerOfTwo(memo.uses);
  if (!use.readOnly && use.action.includes(':Delete')) return 'none';
  if (use.target.lockedWith !== undefined && !isHabit(own, 'resource', openedBy(use), memo.day)) return 'none';
  if (!memo.doubted && memo.silent.has(sort)) {
    const byLine = memo.silent.has(line);
    const atBlock = (memo.blocks & bitOf(use.at)) !== 0;
    if (byLine && atBlock) return isMore ? 'none' : 'same';
    if (isMore || !(byLine || isHabit(own, 'address', lineOf(use, network), memo.day))) return 'none';
    return atBlock || isHabit(own, 'hours', hoursOf(use.at), memo.day) ? 'elsewhere' : 'none';
  }
  const key = digest(memo.key, [memo.hour, use.session, line, sort]);
  const times = (memo.times.get(key) ?? 0) + 1;
  memo.times.set(key, times);
  return isMore || (use.denied && times === 2) || isPowerOfFour(times) ? 'none' : 'same';
}

/** Remembers a line and an hour that gave no reason. */
export function noteElsewhere(memo: Memo, at: Instant, { line }: Sorts): void {
  memo.silent.add(line);
  memo.blocks |= bitOf(at);
}

/** Remembers what came of a judgement. */
export function noteJudged(
  memo: Memo,
  at: Instant,
  { sort, line }: Sorts,
  gaveReason: boolean,
  doubted: boolean,
): void {
  memo.doubted = doubted;
  if (gaveReason) {
    memo.silent.delete(sort);
  } else {
    memo.silent.add(sort).add(line);
    memo.blocks |= bitOf(at);
  }
}

/** Any hour may have so many uses. */
const fewUses = 8;

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}

function isPowerOfFour(n: number): boolean {
  return isPowerOfTwo(n) && (n & 0x55555555) !== 0;
}

function bitOf(at: Instant): number {
  return 1 << blockOf(at);
}
