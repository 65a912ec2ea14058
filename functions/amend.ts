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
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(key);
    const before = stored === null ? null : (JSON.parse(stored.text) as T);
    const after = change(before);
    if (after === null) return before;
    const text = JSON.stringify(after);
    if (await notes.commit({ key, text, expectedVersion: stored?.version ?? null, until })) return after;
  }
  throw new Reason('too many write one note at once');
}
