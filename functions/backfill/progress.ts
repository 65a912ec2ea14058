import type { Instant } from '../../core/model/instant.ts';

/** How far the past has been learned. */
export interface BackfillProgress {
  readonly startedAt: Instant;
  /** Null while nobody works on it. */
  readonly runningSince: Instant | null;
  /** `2026-11-26`, oldest first. */
  readonly days: readonly string[];
  /** So many of `days` are learned. */
  readonly done: number;
  readonly accounts: readonly string[];
  readonly files: number;
  readonly records: number;
  /** Files that could not be read, and days of an account that could not be finished. */
  readonly unread: number;
  /** What would have been decided, by rung: nobody was told. */
  readonly wouldHave: Readonly<Record<string, number>>;
  /** From then on the policy counts. */
  readonly endedAt: Instant | null;
}

/** What was learned of one account. */
export interface AccountProgress {
  /** The last day that is done. */
  readonly through: string;
  readonly files: number;
  readonly records: number;
  readonly unread: number;
  readonly wouldHave: Readonly<Record<string, number>>;
}

export const accountProgressKey = (account: string) => `backfill account ${account}`;
