import type { NoteStore, StoredNote } from '../../core/context/note-store.ts';

/** Notes that last as long as the process. */
export function memoryNoteStore(): NoteStore {
  const notes = new Map<string, StoredNote>();
  return {
    load: async (key) => notes.get(key) ?? null,
    commit: async ({ key, text, expectedVersion }) => {
      if ((notes.get(key)?.version ?? null) !== expectedVersion) return false;
      notes.set(key, { text, version: (expectedVersion ?? 0) + 1 });
      return true;
    },
  };
}
