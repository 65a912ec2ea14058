import type { IgnoredReason, RejectedReason } from '../../core/intake/reasons.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Policy } from '../../core/policy/policy.ts';

/** Counts of one replay; contracts.md section 2. `read` = scored + duplicate + ignored + rejected. */
export interface ReplaySummary {
  readonly files: {
    read: number;
    skipped: number;
    /** Those that are skipped, by the reason why. */
    readonly leftOut: LeftOut[];
    readonly unreadable: { path: string; reason: string }[];
  };
  readonly records: {
    read: number;
    scored: number;
    duplicate: number;
    readonly ignored: Counts<IgnoredReason | 'outside-period'>;
    readonly rejected: Counts<RejectedReason>;
  };
  credentials: number;
  decisions: number;
  /** Of these, answers that a limit or a protection made less of. */
  heldBack: number;
}

export interface LeftOut {
  /** A clause that follows a path. */
  readonly reason: string;
  files: number;
  /** Of a few: a trail may have a digest for each of its hours. */
  readonly paths: string[];
}

export type Counts<Reason extends string> = Partial<Record<Reason, number>>;

/** Records from `since` on and before `until`. */
export interface Period {
  readonly since?: Instant;
  readonly until?: Instant;
}

/** What of a file is taken in. */
export interface Reading extends Period {
  /** Who may report uses of tokens; nobody where it is left out. */
  readonly sources?: Policy['sources'];
}

export function emptySummary(): ReplaySummary {
  return {
    files: { read: 0, skipped: 0, leftOut: [], unreadable: [] },
    records: { read: 0, scored: 0, duplicate: 0, ignored: {}, rejected: {} },
    credentials: 0,
    decisions: 0,
    heldBack: 0,
  };
}

const namedAtMost = 3;

export function leaveOut({ files }: ReplaySummary, path: string, reason: string): void {
  files.skipped++;
  let those = files.leftOut.find((one) => one.reason === reason);
  if (those === undefined) {
    those = { reason, files: 0, paths: [] };
    files.leftOut.push(those);
  }
  those.files++;
  if (those.paths.length < namedAtMost) those.paths.push(path);
}

/** Adds what was counted while reading. */
export function addCounts(summary: ReplaySummary, { files, records }: ReplaySummary): void {
  summary.files.read += files.read;
  summary.files.unreadable.push(...files.unreadable);
  summary.records.read += records.read;
  summary.records.scored += records.scored;
  addTo(summary.records.ignored, records.ignored);
  addTo(summary.records.rejected, records.rejected);
}

/** The same with the most frequent reasons first: which file was read first is not to be seen in it. */
export function withReasonsInOrder(summary: ReplaySummary): ReplaySummary {
  const { records } = summary;
  return {
    ...summary,
    records: { ...records, ignored: inOrder(records.ignored), rejected: inOrder(records.rejected) },
  };
}

function inOrder<Reason extends string>(counts: Counts<Reason>): Counts<Reason> {
  const entries = Object.entries<number | undefined>(counts);
  entries.sort(([a, timesA = 0], [b, timesB = 0]) => timesB - timesA || (a < b ? -1 : 1));
  return Object.fromEntries(entries) as Counts<Reason>;
}

export function count<Reason extends string>(counts: Counts<Reason>, reason: Reason, times = 1): void {
  counts[reason] = (counts[reason] ?? 0) + times;
}

function addTo<Reason extends string>(counts: Counts<Reason>, more: Counts<Reason>): void {
  for (const reason of Object.keys(more) as Reason[]) count(counts, reason, more[reason]);
}
