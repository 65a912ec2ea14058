import type { NoteStore } from '../core/context/note-store.ts';
import { type Answers, type Choice, noAnswers, type Stakes } from '../core/plan/approval.ts';
import type { Decision } from '../core/plan/decision.ts';
import { caseOf } from '../core/plan/measures/measure.ts';
import { amendAnd } from './amend.ts';
import type { Settings } from './settings.ts';

/** The note of what people said to a decision: one for all doors, so that nothing is settled twice. */
export function answersKey(decisionId: string): string {
  return `answers ${caseOf(decisionId)}`;
}

/**
 * Reads what was said, asks `change`, and writes its `answers` if nobody was faster; else again from the start. What
 * `change` answers is given back once it is on record; `answers` null leaves the record alone.
 */
export async function amendAnswers<T>(
  decisionId: string,
  notes: NoteStore,
  change: (answers: Answers) => { readonly answers: Answers | null; readonly value: T },
): Promise<T> {
  return amendAnd<Answers, T>(answersKey(decisionId), notes, null, (before) => {
    const { answers, value } = change({ ...noAnswers(decisionId), ...before });
    return { after: answers, value };
  });
}

/** Whether that is what people settled, as it is on record: whoever may call a function can send it a message as well. */
export async function isSettledSo(
  { id, choice, by }: { readonly id: string; readonly choice: Choice; readonly by: readonly string[] },
  notes: Pick<NoteStore, 'load'>,
): Promise<boolean> {
  const stored = await notes.load(answersKey(id));
  const settled = stored === null ? null : (JSON.parse(stored.text) as Answers).settled;
  return settled !== null && settled.choice === choice && settled.by.join('\n') === by.join('\n');
}

/** Whether anybody wanted it done, or said that it was a stranger's doing, whatever was settled since. */
export async function wasMeant(decisionId: string, notes: Pick<NoteStore, 'load'>): Promise<boolean> {
  const stored = await notes.load(answersKey(decisionId));
  const said = stored === null ? [] : (JSON.parse(stored.text) as Answers).said;
  return said.some(({ choice }) => choice === 'approve' || choice === 'stranger');
}

/** What hangs on the credential, as far as the context folder tells. */
export function stakesOf({ credential, principal }: Decision, { words }: Pick<Settings, 'words'>): Stakes {
  return { blastRadius: words.blastRadius(credential) ?? words.blastRadius(principal) };
}
