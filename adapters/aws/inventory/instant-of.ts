import type { Instant } from '../../../core/model/instant.ts';

/** Null for what AWS left out. */
export function instantOf(date: Date | undefined): Instant | null {
  return date === undefined ? null : date.getTime();
}
