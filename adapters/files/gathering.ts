/** One line, one value or one element of an array; null for one that is longer than allowed and was let go. */
export type Piece = Buffer | null;

/** Gathers a piece from the chunks that it spans, and stops holding on to it once it is too long. */
export class Gathering {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#limit) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** Its last bytes, `length` at the most; none of one that is too long. */
  tail(length: number): Buffer {
    const last: Uint8Array[] = [];
    let missing = length;
    for (let i = this.#parts.length - 1; i >= 0 && missing > 0; i--) {
      const part = this.#parts[i]?.subarray(-missing) ?? new Uint8Array();
      last.unshift(part);
      missing -= part.length;
    }
    return Buffer.concat(last);
  }

  take(): Piece {
    const piece = this.#length > this.#limit ? null : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return piece;
  }
}
