import type { NoteStore } from '../context/note-store.ts';
import type { Instant } from '../model/instant.ts';

interface Page {
  readonly text: string | null;
  readonly version: number | null;
  /** It may be an old copy: only a successful write shows that it is not. */
  readonly isUnproven?: boolean;
}

/** The notes that one stretch of work reads and changes. A note is only written if it changed. */
export class Notebook {
  readonly #pages = new Map<string, Page>();
  readonly #store: NoteStore;

  constructor(store: NoteStore) {
    this.#store = store;
  }

  /**
   * What the note says, or null. Notes are this program's own, so their form is trusted. `mayBeOld` only for a note that is written back in
   * any case: an old copy then shows by losing the race.
   */
  async read<T>(key: string, mayBeOld = false): Promise<T | null> {
    const page = this.#pages.get(key) ?? { ...(await this.#load(key, mayBeOld)), isUnproven: mayBeOld };
    this.#pages.set(key, page);
    return page.text === null ? null : JSON.parse(page.text);
  }

  /**
   * The same for whoever can do without what was added within the last minutes, even if the note is not written back. If it is, an old copy
   * loses the race like any other.
   */
  async glance<T>(key: string): Promise<T | null> {
    const page = this.#pages.get(key) ?? (await this.#load(key, true));
    this.#pages.set(key, page);
    return page.text === null ? null : JSON.parse(page.text);
  }

  async #load(key: string, mayBeOld: boolean): Promise<Page> {
    return (await this.#store.load(key, mayBeOld)) ?? { text: null, version: null };
  }

  /** False where somebody else wrote since it was read. */
  async write(key: string, note: unknown, until: Instant | null): Promise<boolean> {
    const page = this.#pages.get(key);
    const text = JSON.stringify(note);
    if (page?.text === text && page.isUnproven !== true) return true;
    const expectedVersion = page?.version ?? null;
    if (!(await this.#store.commit({ key, text, expectedVersion, until }))) return false;
    this.#pages.set(key, { text, version: (expectedVersion ?? 0) + 1 });
    return true;
  }
}
