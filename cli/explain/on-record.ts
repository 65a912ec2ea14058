import { DatabaseSync } from 'node:sqlite';
import { formatInstant } from '../../core/model/instant.ts';
import { type Share, sharesOf } from '../../core/plan/weighed.ts';
import { habitsBefore } from '../../core/verdict/expected.ts';
import { score } from '../../core/verdict/score.ts';
import { openReplayState } from '../replay/replay-state.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import { printShare } from './print-grounds.ts';

/** What a replay's state knows of a credential about which nothing was decided. */
interface OnRecord {
  readonly credential: string;
  readonly principal: string;
  /** Of a role of Identity Center, whom it is about. */
  readonly person: string | null;
  readonly lastUsedAt: string | null;
  /** What is usual for it, in a sentence. */
  readonly baseline: string;
  /** Of what was seen against it, as of the last record. */
  readonly score: number;
  readonly shares: readonly Share[];
}

/** One for each person behind it; none where the state is no replay's, or never saw it. */
export function onRecordIn(path: string, name: string): OnRecord[] {
  if (!isOfReplay(path)) return [];
  const state = openReplayState(path);
  const { left, activities } = state.remembered;
  state.close();
  return left
    .filter(([{ id }]) => id === name)
    .map(([credential, { baseline, evidence }]) => {
      const weight = score(evidence.signals, activities.to);
      return {
        credential: credential.id,
        principal: credential.principal,
        person: credential.kind === 'role' ? credential.person : null,
        lastUsedAt: Number.isFinite(baseline.firstAt) ? formatInstant(baseline.lastAt) : null,
        baseline: habitsBefore(baseline, 'it', baseline.lastDay + 1),
        score: weight.value,
        shares: sharesOf(weight).filter(({ bits }) => bits >= 1),
      };
    });
}

/** Whoever else keeps a state in that form remembers no habits there, and need not have any made for it. */
function isOfReplay(path: string): boolean {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'remembered'").get() !== undefined;
  } finally {
    database.close();
  }
}

export function printOnRecord(terminal: Terminal, one: OnRecord): void {
  terminal.print(bold(`Nothing was decided about ${one.credential}`));
  terminal.print(dim('of          '), one.principal, dim(one.person === null ? '' : `  for ${one.person}`));
  terminal.print(dim('last used   '), one.lastUsedAt ?? 'not on record');
  terminal.print('');
  terminal.print(bold('What is usual for it'));
  terminal.print('  ', one.baseline);
  terminal.print('');
  terminal.print(bold('Evidence against it'));
  if (one.shares.length === 0) terminal.print('  ', 'Nothing that still counted at the last record.');
  else terminal.print('  ', `At the last record it had a score of ${one.score} of 100:`);
  for (const share of one.shares) printShare(terminal, share);
  terminal.print('');
  terminal.print(bold('How to undo it'));
  terminal.print('  ', 'Nothing was done, so there is nothing to undo.');
  terminal.print('');
}
