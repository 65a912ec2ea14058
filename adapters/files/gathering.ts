/** One line, one value or one element of an array; null for one that is longer than allowed and was let go. */
export type Piece = Buffer | null;

/** Gathers a piece from the chunks that it spans, and stops holding on to it once it is too long. */
export class Gathering {
  readonly #limit: number;
  /** Its bytes and nothing else, copied: parts of a text that comes in crumbs would take many times as much. */
  #held: Buffer = nothing;
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(part: Uint8Array): void {
    const start = this.#length;
    this.#length += part.length;
    if (this.#length > this.#limit) this.#held = nothing;
    else if (part.length > 0) this.#roomFor(this.#length, start).set(part, start);
  }

  /** Its last bytes, `length` at the most; none of one that is too long. */
  tail(length: number): Buffer {
    return this.#held.subarray(Math.max(0, this.#length - length), this.#length);
  }

  take(): Piece {
    const piece = this.#length > this.#limit ? null : this.#held.subarray(0, this.#length);
    const isCopied = this.#length <= mostCopied;
    if (!isCopied) this.#held = nothing;
    this.#length = 0;
    return isCopied && piece !== null ? Buffer.from(piece) : piece;
  }

  /** Keeps the `kept` bytes that are held. */
  #roomFor(length: number, kept: number): Buffer {
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.min(Math.max(2 * length, leastRoom), Math.max(this.#limit, leastRoom)),
      );
      larger.set(this.#held.subarray(0, kept));
      this.#held = larger;
    }
    return this.#held;
  }
}

const nothing = Buffer.alloc(0);
const leastRoom = 65_536;
/** A piece that is longer takes the room along in which it lies. */
const mostCopied = 65_536;
