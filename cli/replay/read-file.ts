import { reportedUse } from '../../adapters/bus/reported-use.ts';
import { readRecords } from '../../adapters/files/records.ts';
import { Unreadable } from '../../adapters/files/unreadable.ts';
import type { InputFile } from '../../core/intake/input.ts';
import { intake } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { type Told, toldOf } from '../../core/intake/told.ts';
import type { Instant } from '../../core/model/instant.ts';
import { count, type Period, type Reading, type ReplaySummary } from './summary.ts';

/** Reads one file to its end, or to where it cannot be read; hands on what its records tell. */
export async function readFile(
  file: InputFile,
  reading: Reading,
  summary: ReplaySummary,
  take: (told: Told) => void,
): Promise<void> {
  try {
    for await (const records of readRecords(file)) {
      for (const record of records) {
        const told = takeIn(record, reading, summary);
        if (told !== null) take(told);
      }
    }
    summary.files.read++;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    summary.files.unreadable.push({ path: file.path, reason: error.reason });
  }
}

/** Counts one record, and answers with what it tells; null where that is nothing. */
export function takeIn(record: unknown, reading: Reading, { records }: ReplaySummary): Told | null {
  records.read++;
  const taken = reportedUse(record, reading.sources ?? {}) ?? intake(record);
  const told = toldOf(taken, testimony(record));
  const outside = told !== null && isOutside(told.at, reading);
  if (outside) count(records.ignored, 'outside-period');
  else if (taken.kind === 'ignored') count(records.ignored, taken.reason);
  else if (taken.kind === 'rejected') count(records.rejected, taken.reason);
  else records.scored++;
  return outside ? null : told;
}

function isOutside(at: Instant, { since, until }: Period): boolean {
  return (since !== undefined && at < since) || (until !== undefined && at >= until);
}
