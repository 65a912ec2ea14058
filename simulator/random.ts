export type Weighted<T> = readonly (readonly [T, number])[];

/**
 * A stream of chance that is the same for the same name, whoever else draws: `fork` depends on names only, never on how
 * much was drawn, so one actor more or less leaves everybody else's days as they were. sfc32 under a string hash.
 */
export class Random {
  readonly #name: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(name: string) {
    this.#name = name;
    [this.#a, this.#b, this.#c] = hash(name);
    for (let i = 0; i < 12; i++) this.next();
  }

  fork(name: string): Random {
    return new Random(`${this.#name}/${name}`);
  }

  /** [0, 1) */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error(`nothing to pick from in ${this.#name}`);
    return item;
  }

  weighted<T>(entries: Weighted<T>): T {
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of entries) {
      left -= weight;
      if (left < 0) return item;
    }
    return this.pick(entries)[0];
  }

  shuffled<T>(items: readonly T[]): T[] {
    const deck = [...items];
    for (let i = deck.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [deck[i], deck[j]] = [deck[j] as T, deck[i] as T];
    }
    return deck;
  }

  /** The waiting time of a Poisson process. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  text(alphabet: string, length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(this.next() * alphabet.length)];
    return text;
  }
}

/** Three words out of a name (FNV-1a under three offsets, mixed by murmur's finaliser). */
function hash(name: string): [number, number, number] {
  const words: [number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < name.length; i++) {
    for (let w = 0; w < 3; w++) words[w] = Math.imul((words[w] ?? 0) ^ (name.charCodeAt(i) + w), 16_777_619);
  }
  return words.map(mix) as [number, number, number];
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) | 0;
}
