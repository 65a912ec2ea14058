import { readRecords } from '../../adapters/files/records.ts';
import { type InputFile, skipReason } from '../../core/intake/input.ts';
import { inTimeOrder } from '../../core/intake/told.ts';
import { observe } from '../../core/observe.ts';
import type { Beat } from '../beats.ts';
import type { Observing } from '../observing.ts';
import { takeIn } from '../records.ts';

/** What a file came to: records by their fate, and decisions. */
export interface Ingested {
  readonly counts: Readonly<Record<string, number>>;
  readonly decisions: number;
  /** Heartbeats of ours that were heard. */
  readonly beats: readonly Beat[];
}

/**
 * Observes one file of the trail, batch by batch, so that its size does not matter. Throws where it cannot be read to its
 * end, after all that could be read: the file may come again, since judging twice adds nothing.
 */
export async function ingestFile(
  file: InputFile,
  { surroundings, circumstances, ports }: Observing,
): Promise<Ingested> {
  const counts: Record<string, number> = {};
  let decisions = 0;
  const beats: Beat[] = [];
  const count = (fate: string) => {
    counts[fate] = (counts[fate] ?? 0) + 1;
  };
  const skipped = skipReason(file.path);
  if (skipped !== null) return { counts: { skipped: 1 }, decisions, beats };
  for await (const records of readRecords(file)) {
    const told = records.flatMap((record) => {
      const { told, fate, beat } = takeIn(record);
      if (beat !== null) beats.push(beat);
      count(fate);
      return told ?? [];
    });
    if (told.length > 0)
      decisions += (await observe(inTimeOrder(told).told, surroundings, circumstances, ports)).length;
  }
  return { counts, decisions, beats };
}
