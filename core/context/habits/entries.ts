import type { Entry, Key } from './baseline.ts';

/**
 * What a table knows of each of its values. A credential's use is mostly at the place, by the program and in the hour of the
 * one before, so that the value that was asked for last is at hand: looking it up is most of what learning takes. Most tables
 * of most credentials never have a second value, and a map for each would be a third of all that is remembered.
 */
export class Entries implements Iterable<[Key, Entry]> {
  #key: Key | null = null;
  #entry: Entry | undefined;
  /** Null while there are not two values. */
  #all: Map<Key, Entry> | null = null;

  get size(): number {
    return this.#all?.size ?? (this.#key === null ? 0 : 1);
  }

  get(key: Key): Entry | undefined {
    if (key === this.#key) return this.#entry;
    const entry = this.#all?.get(key);
    if (entry !== undefined) {
      this.#key = key;
      this.#entry = entry;
    }
    return entry;
  }

  set(key: Key, entry: Entry): void {
    if (this.#all === null && this.#key !== null && this.#key !== key) {
      this.#all = new Map([[this.#key, this.#entry as Entry]]);
    }
    this.#all?.set(key, entry);
    this.#key = key;
    this.#entry = entry;
  }

  delete(key: Key): void {
    this.#all?.delete(key);
    if (key === this.#key) {
      this.#key = null;
      this.#entry = undefined;
    }
  }

  forEach(visit: (entry: Entry, key: Key) => void): void {
    if (this.#all !== null) this.#all.forEach(visit);
    else if (this.#key !== null) visit(this.#entry as Entry, this.#key);
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  keys(): Iterable<Key> {
    return this.#all?.keys() ?? (this.#key === null ? [] : [this.#key]);
  }

  values(): Iterable<Entry> {
    return this.#all?.values() ?? (this.#entry === undefined ? [] : [this.#entry]);
  }

  *[Symbol.iterator](): Iterator<[Key, Entry]> {
    if (this.#all !== null) yield* this.#all;
    else if (this.#key !== null) yield [this.#key, this.#entry as Entry];
  }
}
