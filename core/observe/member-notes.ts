import type { MemberNote } from './member-note.ts';
import { memberKey } from './note-keys.ts';
import type { Notebook } from './notebook.ts';
import type { SessionNotes } from './session-notes.ts';

/** The notes of the credentials that a stretch of records means, each read once, with the sessions that it lists. */
export class MemberNotes {
  readonly #notes = new Map<string, MemberNote | null>();
  readonly #used: ReadonlySet<string>;
  readonly #sessions: SessionNotes;
  readonly #notebook: Notebook;

  /** `used`: subjects whose notes every use changes, so that an old copy shows; of who is only spoken of, no copy will do. */
  constructor(used: ReadonlySet<string>, sessions: SessionNotes, notebook: Notebook) {
    this.#used = used;
    this.#sessions = sessions;
    this.#notebook = notebook;
  }

  async read(subjects: ReadonlySet<string>): Promise<void> {
    const unread = [...subjects].filter((subject) => !this.#notes.has(subject));
    await Promise.all(
      unread.map(async (subject) => {
        const note = await this.#notebook.read<MemberNote>(memberKey(subject), this.#used.has(subject));
        this.#notes.set(subject, note);
        this.#sessions.list(subject, note?.sessions ?? []);
      }),
    );
  }

  /** Null where nothing is on record of it. */
  of(subject: string): MemberNote | null {
    return this.#notes.get(subject) ?? null;
  }

  all(): readonly MemberNote[] {
    return [...this.#notes.values()].filter((note) => note !== null);
  }
}
