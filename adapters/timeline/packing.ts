import type { Told, Waiting } from '../../core/intake/told.ts';
import { Batch } from './batch.ts';
import { PagesRead, pagesOf } from './pages.ts';
import { Parts } from './parts.ts';
import { bytesOf } from './segment.ts';

/** Records as another thread hands them over: bytes go there as they are, where objects are copied one by one. */
export interface Packed {
  /** The pages of the parts that are new, and then a batch. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How long each page is. */
  readonly pages: readonly number[];
  /** The number of the first part that is new, and how many there are: below it are those of the thread's packs before. */
  readonly first: number;
  readonly parts: number;
  /** How many records, and whose. */
  readonly length: number;
  readonly accounts: ReadonlySet<string>;
}

/** Collects records for another thread. */
export class Packing {
  readonly #limit: number;
  #parts = new Parts(nothingRead);
  /** How many parts were handed over. */
  #sent = 0;
  #batch = new Batch(this.#parts);

  /** `limit`: bytes in memory. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(one: Told | Waiting): void {
    this.#batch.add(one);
  }

  get isFull(): boolean {
    return this.#batch.weight >= this.#limit || this.#parts.weight >= this.#limit;
  }

  /** All that was added since the last time. */
  pack(): Packed {
    const parts = this.#parts.after(this.#sent);
    const pages = [...pagesOf(parts)];
    const { length, accounts } = this.#batch;
    const packed = {
      bytes: new Uint8Array(Buffer.concat([...pages, ...bytesOf(this.#batch)])),
      pages: pages.map((page) => page.length),
      first: this.#sent,
      parts: parts.length,
      length,
      accounts,
    };
    this.#sent = this.#parts.length;
    // Numbers begin anew.
    if (this.#parts.weight >= this.#limit) [this.#parts, this.#sent] = [new Parts(nothingRead), 0];
    this.#batch = new Batch(this.#parts);
    return packed;
  }
}

/** Here no part moves to disk. */
const nothingRead = new PagesRead(0);
