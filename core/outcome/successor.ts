import { type Instant, minute, second } from '../model/instant.ts';
import type { Result } from '../model/result.ts';
import type { ExecutorError, Made, SecretRotated } from './ports.ts';

/** Keys that a user was given since the bad use, sorted by whose they may be. */
export interface Sorted {
  /** Nothing but the theft explains them. */
  readonly foreign: readonly Made[];
  /** What the rotation of the old key's secret made: honest readers work with it. */
  readonly successor: Made | null;
  /** They cannot be told apart yet, or not at all: a person is told. */
  readonly unclear: readonly Made[];
  /** Whether it is worth looking again soon. */
  readonly mayClear: boolean;
}

/** A rotation takes a few minutes at most: from then on a key that it should have made is taken for a thief's. */
const rotationTime = 15 * minute;
const unread: SecretRotated = { at: null, isUnderWay: true, changedAt: null };
/** IAM's dates have no milliseconds. */
const rounding = second;

/**
 * A user has two places for keys. While the old key is in one, a rotation that has ended put its own into the other, since it
 * refuses to begin where that is taken. So a key that was there when it ended is its successor, and one that came later is
 * not. Where the old key is gone, or the rotation has not ended, they cannot be told apart.
 * `rotated` null: nobody declared a secret for the old key.
 */
export function sortKeys(
  fresh: readonly Made[],
  hasOld: boolean,
  rotated: Result<SecretRotated | null, ExecutorError>,
  now: Instant,
): Sorted {
  if (rotated.ok && rotated.value === null) return { foreign: fresh, successor: null, unclear: [], mayClear: false };
  // fails toward: waiting as for a rotation under way
  const { at, isUnderWay, changedAt } = (rotated.ok ? rotated.value : null) ?? unread;
  const then = fresh.filter((key) => at !== null && key.at <= at + rounding);
  const later = fresh.filter((key) => !then.includes(key));
  const waiting = later.filter(
    (key) => now - key.at < rotationTime && (isUnderWay || (changedAt !== null && changedAt >= key.at - rounding)),
  );
  const isClear = hasOld && then.length === 1;
  return {
    foreign: later.filter((key) => !waiting.includes(key)),
    successor: isClear ? (then[0] ?? null) : null,
    unclear: [...(isClear ? [] : then), ...waiting],
    mayClear: waiting.length > 0,
  };
}
