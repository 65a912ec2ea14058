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
