import type { Instant } from '../model/instant.ts';
import { once } from '../model/once.ts';
import { again, noteLast, noteRecent, type Recent, recentCalled } from './recent.ts';

/**
 * Things of one kind among all that a credential did of late, such as the secrets that it opened. `Recent` holds each of them behind the name
 * of its kind.
 */
export class Traces {
  readonly #prefix: string;
  /** Kept, since nearly every use asks for the same things, and a text that was just put together is slow to look up. */
  readonly #nameOf: (thing: string) => string;

  /** For `tracesOf` only. */
  constructor(kind: string) {
    const prefix = `${kind} `;
    this.#prefix = prefix;
    this.#nameOf = once(1_024, (thing) => prefix + thing);
  }

  /** Those among them that belong to one thing or holder, and are kept behind its name. */
  of(whose: string): Traces {
    return new Traces(this.#prefix + whose);
  }

  /** Remembers when `thing` was seen first. */
  note(recent: Recent, thing: string, at: Instant): void {
    noteRecent(recent, this.#nameOf(thing), at);
  }

  /** Remembers when `thing` was seen last. */
  noteLast(recent: Recent, thing: string, at: Instant): void {
    noteLast(recent, this.#nameOf(thing), at);
  }

  /**
   * Remembers `thing` by its first and by its last time: done again, it counts from now, and a record that comes late still finds what came
   * before it.
   */
  noteAgain(recent: Recent, thing: string, at: Instant): void {
    const name = this.#nameOf(thing);
    const first = recent.seen.get(name);
    noteRecent(recent, name, at);
    if (first !== undefined && first !== at) noteLast(recent, again + name, Math.max(first, at));
  }

  /** Whether `thing` was seen in the `window` up to and including `at`. */
  has(recent: Recent, thing: string, at: Instant, window: number): boolean {
    const name = this.#nameOf(thing);
    const first = recent.seen.get(name);
    if (first === undefined) return false;
    return isWithin(first, at, window) || isWithin(recent.seen.get(again + name), at, window);
  }

  /** The things seen up to and including `at`, each with its time. */
  until(recent: Recent, at: Instant): (readonly [thing: string, at: Instant])[] {
    return recentCalled(recent, this.#prefix, at);
  }

  /** The things seen in the `window` up to and including `at`. */
  within(recent: Recent, at: Instant, window: number): string[] {
    return this.until(recent, at).flatMap(([thing]) => (this.has(recent, thing, at, window) ? [thing] : []));
  }

  /** How many they are, or how many of those that `counts` is true of. */
  count(recent: Recent, at: Instant, window: number, counts?: (thing: string) => boolean): number {
    const prefix = this.#prefix;
    let count = 0;
    for (const [noted, seenAt] of recent.seen) {
      // First, since most are older.
      if (!isWithin(seenAt, at, window)) continue;
      const isAgain = noted.startsWith(again);
      if (!noted.startsWith(prefix, isAgain ? again.length : 0)) continue;
      const name = isAgain ? noted.slice(again.length) : noted;
      if (isAgain && isWithin(recent.seen.get(name), at, window)) continue;
      if (counts === undefined || counts(name.slice(prefix.length))) count++;
    }
    return count;
  }
}

function isWithin(seenAt: Instant | undefined, at: Instant, window: number): boolean {
  return seenAt !== undefined && seenAt <= at && at - seenAt <= window;
}

const kinds: string[] = [again.trim()];

/** Throws where another kind has the name, or begins with it: the things of one would count among those of the other. */
export function tracesOf(kind: string): Traces {
  const isOneOther = (other: string) => `${other} `.startsWith(`${kind} `) || `${kind} `.startsWith(`${other} `);
  const other = kinds.find(isOneOther);
  if (other !== undefined) throw new Error(`traces of '${kind}' cannot be told from those of '${other}'`);
  kinds.push(kind);
  return new Traces(kind);
}
