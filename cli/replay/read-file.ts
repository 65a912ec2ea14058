import { reportedUse } from '../../adapters/bus/reported-use.ts';
import { defaultLimits } from '../../adapters/files/limits.ts';
import { readRecords } from '../../adapters/files/records.ts';
import type { Skimmer } from '../../adapters/files/skim/skimmer.ts';
import { Unreadable } from '../../adapters/files/unreadable.ts';
import { opened } from '../../core/intake/envelope.ts';
import type { InputFile } from '../../core/intake/input.ts';
import { intake } from '../../core/intake/intake.ts';
import type { RejectedReason } from '../../core/intake/reasons.ts';
import { Skimmed, type Taken, takeSkimmed } from '../../core/intake/skimmed.ts';
import { isStrange, seemsToHold } from '../../core/intake/strange.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { type Told, toldOf, type Waiting } from '../../core/intake/told.ts';
import type { Instant } from '../../core/model/instant.ts';
import { addCounts, count, emptySummary, type Period, type Reading, type ReplaySummary } from './summary.ts';

/** Reads one file to its end, or to where it cannot be read; hands on what its records tell. */
export async function readFile(
  file: InputFile,
  reading: Reading,
  summary: ReplaySummary,
  skimmer: Skimmer,
  take: (told: Told | Waiting) => void,
): Promise<void> {
  const counts = emptySummary();
  try {
    let first: unknown;
    for await (const records of readRecords(file, defaultLimits, skimmer)) {
      if (counts.records.read === 0) first = records[0];
      for (const record of records) {
        const told =
          record instanceof Skimmed ? counted(takeSkimmed(record), reading, counts) : takeIn(record, reading, counts);
        if (told !== null) take(told);
      }
    }
    refuseStrange(file, first, counts);
    counts.files.read++;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    counts.files.unreadable.push({ path: file.path, reason: error.reason });
  }
  addCounts(summary, counts);
}

/** A file of which nothing is understood must not read like one in which nothing happened. */
function refuseStrange({ path }: InputFile, first: unknown, { records: { read, rejected } }: ReplaySummary): void {
  const [reason] = Object.keys(rejected) as RejectedReason[];
  const held = reason !== undefined && isStrange(rejected, read) ? seemsToHold(first, reason) : null;
  if (held !== null) throw new Unreadable(path, held);
}

/** Counts one parsed record, and answers with what it tells; null where that is nothing. */
export function takeIn(value: unknown, reading: Reading, summary: ReplaySummary): Told | null {
  const record = opened(value);
  const taken = reportedUse(record, reading.sources ?? {}) ?? intake(record);
  return counted({ taken, told: toldOf(taken, testimony(record)) }, reading, summary);
}

function counted<T extends Told | Waiting>(
  { taken, told }: Taken<T>,
  period: Period,
  { records }: ReplaySummary,
): T | null {
  records.read++;
  const outside = told !== null && isOutside(told.at, period);
  if (outside) count(records.ignored, 'outside-period');
  else if (taken.kind === 'ignored') count(records.ignored, taken.reason);
  else if (taken.kind === 'rejected') count(records.rejected, taken.reason);
  else records.scored++;
  return outside ? null : told;
}

function isOutside(at: Instant, { since, until }: Period): boolean {
  return (since !== undefined && at < since) || (until !== undefined && at >= until);
}
