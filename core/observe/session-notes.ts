import { isOver, joinSessions, type Tracked } from '../context/sessions/sessions.ts';
import { day, type Instant } from '../model/instant.ts';
import { keptIn } from '../model/kept.ts';
import type { Notebook } from './notebook.ts';

export type Listed = readonly (readonly [key: string, session: Tracked])[];

export const sessionKey = (key: string) => `session ${key}`;

/** Listed beside those that changed in a stretch: a credential's note is charged by the kilobyte, and has room for a few more. */
const unchangedListed = 4;
/** A note stays small, whatever happens in one stretch. */
const mostListed = 32;
const keptFor = 3 * day;

/**
 * The sessions that a stretch of records is about. The latest ones of a credential are listed in its note, which is written anyway. Every other
 * session has a note of its own, and so has one whose credential is not known yet.
 */
export class SessionNotes {
  readonly tracked = new Map<string, Tracked>();
  /** As they were read. */
  readonly #noted = new Map<string, string>();
  /** By session: the subject whose note listed it. */
  readonly #listedBy = new Map<string, string>();

  /** Takes in the sessions that a credential's note lists. One of them may have been read by its key before. */
  list(subject: string, sessions: Listed): void {
    for (const [key, session] of sessions) {
      this.#listedBy.set(key, subject);
      const own = this.tracked.get(key);
      this.#take(key, session);
      if (own !== undefined) joinSessions(session, own);
    }
  }

  /** Reads those with a note of their own. A listed session may have one, too, where it became known later who made it. */
  async read(keys: ReadonlySet<string>, notebook: Notebook): Promise<void> {
    const missing = [...keys].filter((key) => !isLongLived(key) && (this.tracked.get(key)?.parent ?? null) === null);
    await Promise.all(
      missing.map(async (key) => {
        const own = await notebook.read<Tracked>(sessionKey(key));
        if (own === null) return;
        const listed = this.tracked.get(key);
        if (listed === undefined) this.#take(key, own);
        else joinSessions(listed, own);
      }),
    );
  }

  #take(key: string, session: Tracked): void {
    this.tracked.set(key, session);
    this.#noted.set(key, JSON.stringify(session));
  }

  /**
   * Which sessions are listed in whose note, and which have their own. `used`: the credentials whose notes are written anyway; other notes
   * keep the list that they have. Sessions that are over are forgotten.
   */
  divide(
    used: ReadonlySet<string>,
    now: Instant,
  ): { readonly listed: ReadonlyMap<string, Listed>; readonly own: Listed } {
    const listed = new Map<string, [string, Tracked][]>();
    const own: [string, Tracked][] = [];
    const changed = this.#changed();
    for (const [key, session] of this.tracked) {
      const subject = this.#listerOf(key, session, used);
      if (isOver(session, now) && (subject === null || used.has(subject))) continue;
      if (subject !== null) keptIn(listed, subject, () => []).push([key, session]);
      else if (changed.has(key)) own.push([key, session]);
    }
    for (const subject of used) {
      const all = listed.get(subject) ?? [];
      const kept = this.#latest(all, changed);
      // A session with a note of its own that has not changed needs no other.
      const isOnlyHere = (key: string) => this.#listedBy.has(key) || changed.has(key);
      own.push(...all.filter((one) => !kept.includes(one) && isOnlyHere(one[0])));
      listed.set(subject, kept);
    }
    return { listed, own };
  }

  /** The subject whose note is to list it; null where it has a note of its own. */
  #listerOf(key: string, { subject }: Tracked, used: ReadonlySet<string>): string | null {
    return subject !== null && used.has(subject) ? subject : (this.#listedBy.get(key) ?? null);
  }

  #latest(sessions: [string, Tracked][], changed: ReadonlySet<string>): [string, Tracked][] {
    const inOrder = sessions.toSorted(byLatest);
    const anew = inOrder.filter(([key]) => changed.has(key)).slice(0, mostListed);
    const asBefore = inOrder.filter(([key]) => this.#listedBy.has(key) && !changed.has(key));
    return [...anew, ...asBefore.slice(0, Math.min(unchangedListed, mostListed - anew.length))];
  }

  /** Keys of those that are no longer as they were read. */
  #changed(): ReadonlySet<string> {
    const changed = new Set<string>();
    for (const [key, session] of this.tracked) if (this.#noted.get(key) !== JSON.stringify(session)) changed.add(key);
    return changed;
  }

  /** Those taken back before it was known who made them, unless that was noted before: whoever made them will be found by their keys alone. */
  #untold(): readonly string[] {
    const isSaid = (key: string) => this.#noted.get(key)?.includes('"untold":') === true;
    return [...this.tracked].flatMap(([key, { untold }]) => (untold === undefined || isSaid(key) ? [] : [key]));
  }

  /** Writes those that have notes of their own; false where somebody else wrote first. */
  async commit(own: Listed, parents: ReadonlySet<string>, notebook: Notebook, now: Instant): Promise<boolean> {
    const until = now + keptFor;
    const written = await Promise.all([
      ...own.map(async ([key, session]) => {
        const before = await notebook.read<Tracked>(sessionKey(key));
        if (before !== null) joinSessions(session, before);
        return notebook.write(sessionKey(key), session, until);
      }),
      // A child's record names its parent by key alone, so the parent must be found under that.
      ...[...new Set([...parents, ...this.#untold()])].map(async (key) => {
        const session = this.tracked.get(key);
        if (session === undefined || session.subject === null || own.some(([one]) => one === key)) return true;
        const before = await notebook.read<Tracked>(sessionKey(key));
        const isSaid = before?.subject === session.subject && (session.untold === undefined || 'untold' in before);
        return isSaid || notebook.write(sessionKey(key), session, until);
      }),
    ]);
    return written.every(Boolean);
  }
}

/** A long-lived key has no session. */
function isLongLived(key: string): boolean {
  return key.startsWith('AKIA');
}

function byLatest([a, one]: readonly [string, Tracked], [b, other]: readonly [string, Tracked]): number {
  return latestOf(other) - latestOf(one) || (a < b ? -1 : 1);
}

function latestOf({ lastAt, places }: Tracked): Instant {
  return Math.max(lastAt, places.at(-1)?.firstAt ?? 0);
}
