/**
 * What was asked for lately, at most `most` of it, by number or by what `weightOf` says: the rest is forgotten, and made
 * again when it is asked for.
 */
export class Remembered<K, V> {
  readonly #most: number;
  readonly #weightOf: (key: K) => number;
  #recent = new Map<K, V>();
  #older = new Map<K, V>();
  #weight = 0;

  constructor(most: number, weightOf: (key: K) => number = () => 1) {
    this.#most = most;
    this.#weightOf = weightOf;
  }

  get(key: K, make: (key: K) => V): V {
    const remembered = this.#recent.get(key);
    if (remembered !== undefined) return remembered;
    const value = this.#older.get(key) ?? make(key);
    if (this.#weight >= this.#most / 2) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#weight = 0;
    }
    this.#recent.set(key, value);
    this.#weight += this.#weightOf(key);
    return value;
  }
}
