/** What was asked for lately, at most `most` of it: the rest is forgotten, and made again when it is asked for. */
export class Remembered<K, V> {
  readonly #most: number;
  #recent = new Map<K, V>();
  #older = new Map<K, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K, make: () => V): V {
    const remembered = this.#recent.get(key);
    if (remembered !== undefined) return remembered;
    const value = this.#older.get(key) ?? make();
    if (this.#recent.size >= this.#most / 2) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, value);
    return value;
  }
}
