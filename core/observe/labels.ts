import { amendNote, type NoteStore } from '../context/note-store.ts';
import { type Label, withLabel } from '../plan/track-record.ts';

const key = 'labels';

/** What people said of decisions so far. */
export async function readLabels(notes: Pick<NoteStore, 'load'>): Promise<readonly Label[]> {
  const stored = await notes.load(key);
  return stored === null ? [] : (JSON.parse(stored.text) as Label[]);
}

/** Adds one; answers with what was there before and what is there now. */
export async function addLabel(label: Label, notes: NoteStore) {
  let before: readonly Label[] = [];
  let after = before;
  await amendNote<readonly Label[]>(key, notes, (known) => {
    before = known ?? [];
    after = withLabel(before, label);
    return after;
  });
  return { before, after };
}
