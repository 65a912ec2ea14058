import type { Entry, Key } from './baseline.ts';

/**
 * What a table knows of each of its values. A credential's use is mostly at the place, by the program and in the hour of the
 * one before, so that the value that was asked for last is at hand: looking it up is most of what learning takes.
 */
export class Entries extends Map<Key, Entry> {
  #key: Key | null = null;
  #entry: Entry | undefined;

  override get(key: Key): Entry | undefined {
    if (key === this.#key) return this.#entry;
    const entry = super.get(key);
    this.#key = entry === undefined ? null : key;
    this.#entry = entry;
    return entry;
  }

  override set(key: Key, entry: Entry): this {
    this.#key = key;
    this.#entry = entry;
    return super.set(key, entry);
  }

  override delete(key: Key): boolean {
    this.#key = null;
    return super.delete(key);
  }

  override clear(): void {
    this.#key = null;
    super.clear();
  }
}
