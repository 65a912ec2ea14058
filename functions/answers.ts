import type { NoteStore } from '../core/context/note-store.ts';
import { type Answers, type Choice, noAnswers, type Stakes } from '../core/plan/approval.ts';
import type { Decision } from '../core/plan/decision.ts';
import { caseOf } from '../core/plan/measure.ts';
import { Reason } from './reason.ts';
import type { Settings } from './settings.ts';

/** The note of what people said to a decision: one for all doors, so that nothing is settled twice. */
export function answersKey(decisionId: string): string {
  return `answers ${caseOf(decisionId)}`;
}

const mostRaces = 16;

/**
 * Reads what was said, asks `change`, and writes its `answers` if nobody was faster; else again from the start. What
 * `change` answers is given back once it is on record; `answers` null leaves the record alone.
 */
export async function amendAnswers<T>(
  decisionId: string,
  notes: NoteStore,
  change: (answers: Answers) => { readonly answers: Answers | null; readonly value: T },
): Promise<T> {
  const key = answersKey(decisionId);
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(key);
    const before = stored === null ? noAnswers(decisionId) : (JSON.parse(stored.text) as Answers);
    const { answers, value } = change(before);
    if (answers === null) return value;
    const text = JSON.stringify(answers);
    if (await notes.commit({ key, text, expectedVersion: stored?.version ?? null, until: null })) return value;
  }
  throw new Reason('too many answer at once');
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

/** What hangs on the credential, as far as the context folder tells. */
export function stakesOf({ credential, principal }: Decision, { words }: Pick<Settings, 'words'>): Stakes {
  return { blastRadius: words.blastRadius(credential) ?? words.blastRadius(principal) };
}
