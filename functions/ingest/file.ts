import { readRecords } from '../../adapters/files/records.ts';
import { fieldsOf, textOf } from '../../core/intake/fields.ts';
import { type InputFile, skipReason } from '../../core/intake/input.ts';
import { intake } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, type Told, toldOf } from '../../core/intake/told.ts';
import { observe } from '../../core/observe.ts';
import type { Observing } from '../observing.ts';
import { ownRolesOf } from '../own-roles.ts';

/** What a file came to: records by their fate, and decisions. */
export interface Ingested {
  readonly counts: Readonly<Record<string, number>>;
  readonly decisions: number;
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
  const count = (fate: string) => {
    counts[fate] = (counts[fate] ?? 0) + 1;
  };
  const skipped = skipReason(file.path);
  if (skipped !== null) return { counts: { skipped: 1 }, decisions };
  for await (const records of readRecords(file)) {
    const told = records.flatMap((record) => takeIn(record, count) ?? []);
    if (told.length > 0)
      decisions += (await observe(inTimeOrder(told).told, surroundings, circumstances, ports)).length;
  }
  return { counts, decisions };
}

function takeIn(record: unknown, count: (fate: string) => void): Told | null {
  const taken = intake(record, ownRolesOf(textOf(fieldsOf(record).recipientAccountId)));
  count(taken.kind === 'use' ? 'scored' : taken.reason);
  return toldOf(taken, taken.kind === 'rejected' ? null : testimony(record));
}
