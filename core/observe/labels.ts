import type { NoteStore } from '../context/note-store.ts';
import { type Label, withLabel } from '../plan/track-record.ts';

const key = 'labels';
const mostRaces = 16;

/** What people said of decisions so far. */
export async function readLabels(notes: Pick<NoteStore, 'load'>): Promise<readonly Label[]> {
  const stored = await notes.load(key);
  return stored === null ? [] : (JSON.parse(stored.text) as Label[]);
}

/** Adds one; answers with what was there before and what is there now. */
export async function addLabel(label: Label, notes: NoteStore) {
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(key);
    const before = stored === null ? [] : (JSON.parse(stored.text) as Label[]);
    const after = withLabel(before, label);
    const write = { key, text: JSON.stringify(after), expectedVersion: stored?.version ?? null, until: null };
    if (await notes.commit(write)) return { before, after };
  }
  throw new Error('too many answer at once');
}
