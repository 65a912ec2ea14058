import type { NoteStore } from '../core/context/note-store.ts';
import type { Instant } from '../core/model/instant.ts';

/** Notes that one hand writes at a time; what they hold is this program's own, so that its form is taken on trust. */
export interface Documents {
  read<T>(key: string): Promise<T | null>;
  /** The last word counts. Throws where somebody else writes at the same moment: whoever called comes again. */
  write(key: string, value: unknown, until: Instant | null): Promise<void>;
}

export function documentsIn(notes: NoteStore): Documents {
  return {
    async read(key) {
      const note = await notes.load(key);
      return note === null ? null : JSON.parse(note.text);
    },
    async write(key, value, until) {
      const stored = await notes.load(key);
      const text = JSON.stringify(value);
      if (stored?.text === text) return;
      const expectedVersion = stored?.version ?? null;
      if (!(await notes.commit({ key, text, expectedVersion, until })))
        throw new Error(`two processes write ${key} at once`);
    },
  };
}
