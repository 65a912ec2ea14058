import type { Instant } from '../model/instant.ts';

/** A small JSON document as the store has it. The version changes with every write. */
export interface StoredNote {
  readonly text: string;
  readonly version: number;
}

export interface NoteWrite {
  readonly key: string;
  readonly text: string;
  /** The version that was read, or null where nothing was stored. */
  readonly expectedVersion: number | null;
  /** From when on the note may be forgotten; null: it is kept. */
  readonly until: Instant | null;
}

/** Port: what is remembered beside baselines. Throws where the store cannot be reached. */
export interface NoteStore {
  /** `mayBeOld`: a copy that this process kept will do, since whoever asks writes the note back, and then learns of it. */
  load(key: string, mayBeOld?: boolean): Promise<StoredNote | null>;
  /** Writes only where the expected version is still the stored one; false where somebody else wrote first. */
  commit(write: NoteWrite): Promise<boolean>;
}

/** Every lost race is somebody else's progress, so this many in a row mean that something is wrong. */
const mostRaces = 32;

/**
 * Changes a note that others may change at the same time: reads it, asks `change`, and writes unless somebody was faster, else again from
 * the start. `change` answers null where there is nothing to write. Throws where the race is lost again and again.
 */
export async function amendNote<T>(
  key: string,
  notes: NoteStore,
  change: (before: T | null) => T | null,
): Promise<void> {
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(key);
    const after = change(stored === null ? null : (JSON.parse(stored.text) as T));
    if (after === null) return;
    const write = { key, text: JSON.stringify(after), expectedVersion: stored?.version ?? null, until: null };
    if (await notes.commit(write)) return;
  }
  throw new Error(`too many processes write ${key} at once`);
}
