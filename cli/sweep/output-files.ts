import type { Decision } from '../../core/plan/decision.ts';
import { decisionLine } from '../replay/decision-line.ts';
import { LineFile, mustBeWritable } from '../replay/outputs.ts';
import type { SweepGiven } from './given.ts';
import type { SweepOutcome } from './sweep.ts';

interface SweepFiles {
  readonly decisions: LineFile;
  readonly inventory: LineFile;
}

/** What cannot be written is found out before anything is read. */
export function openFiles({ decisions, inventory, report }: SweepGiven): SweepFiles {
  const files = { decisions: new LineFile(decisions), inventory: new LineFile(inventory) };
  if (report !== undefined) mustBeWritable(report);
  return files;
}

export async function writeFiles(
  files: SweepFiles,
  decisions: readonly Decision[],
  { results }: SweepOutcome,
): Promise<void> {
  for (const decision of decisions) files.decisions.add(decisionLine(decision));
  await files.decisions.write();
  for (const row of results.flatMap(({ inventory }) => inventory)) files.inventory.add(row);
  await files.inventory.write();
}
