import type { NoteStore } from '../core/context/note-store.ts';
import { day, type Instant } from '../core/model/instant.ts';
import { Reason } from './reason.ts';

const mostRaces = 16;
/** What was told is remembered long enough for every queue to have forgotten. */
export const rememberedFor = 30 * day;

/** Changes a note that several write at once; `change` answering null leaves it alone. Answers with what it says now. */
export async function amend<T>(
  key: string,
  notes: NoteStore,
  until: Instant | null,
  change: (before: T | null) => T | null,
): Promise<T | null> {
  return amendAnd<T, T | null>(key, notes, until, (before) => {
    const after = change(before);
    return { after, value: after ?? before };
  });
}

/** The same for who wants to know more than what it says: answers with `value`, once `after` is on record; `after` null leaves the note alone. */
export async function amendAnd<T, A>(
  key: string,
  notes: NoteStore,
  until: Instant | null,
  change: (before: T | null) => { readonly after: T | null; readonly value: A },
): Promise<A> {
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(key);
    const { after, value } = change(stored === null ? null : (JSON.parse(stored.text) as T));
    if (after === null) return value;
    const text = JSON.stringify(after);
    if (await notes.commit({ key, text, expectedVersion: stored?.version ?? null, until })) return value;
  }
  throw new Reason('too many write one note at once');
}
