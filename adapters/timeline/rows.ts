import type { Told, Waiting } from '../../core/intake/told.ts';
import { useFrom, type What } from '../../core/intake/what.ts';
import type { Who } from '../../core/intake/who.ts';
import type { EventId } from '../../core/model/brand.ts';
import { hour, type Instant } from '../../core/model/instant.ts';
import type { Parts } from './parts.ts';

/** Bytes of a row: the time, the numbers of its two parts, and the id. */
const width = 52;
const whoAt = 8;
const whatAt = 12;
const idAt = 16;
const idLength = width - idAt;

const fewest = 1_024;

/**
 * Records that wait, each as a row of numbers, so that they take little room, are nothing to the garbage collector, and
 * move to disk as they are.
 */
export class Rows {
  readonly #parts: Parts;
  /** The last row of each hour; every row knows the one before it in its hour, but for the first, which has -1. */
  readonly #last = new Map<number, number>();
  #before = new Int32Array(fewest);
  #bytes = Buffer.allocUnsafeSlow(fewest * width);
  #view = viewOf(this.#bytes);
  #length = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Bytes in memory, about, but for the parts. */
  get weight(): number {
    return this.#length * (width + this.#before.BYTES_PER_ELEMENT);
  }

  get hours(): number[] {
    return [...this.#last.keys()];
  }

  /** False for what has more to it than a row holds. */
  add(one: Told | Waiting): boolean {
    if (!('who' in one) || one.sharedEventId !== null) return false;
    const { at, id, who, what } = one;
    // As AWS spells them, which is all that fits; beyond ASCII none waits.
    if (id.length !== idLength) return false;
    const start = this.#begin(at);
    this.#bytes.write(id, start + idAt, 'latin1');
    this.#view.setUint32(start + whoAt, this.#parts.numberOf(who));
    this.#view.setUint32(start + whatAt, this.#parts.numberOf(what));
    return true;
  }

  /** How many there are in what `all` gave elsewhere; `here` says what number each of their parts has here. */
  addAll(rows: Buffer, here: readonly number[]): number {
    const view = viewOf(rows);
    for (let from = 0; from < rows.length; from += width) {
      const start = this.#begin(view.getFloat64(from));
      rows.copy(this.#bytes, start + idAt, from + idAt, from + width);
      this.#view.setUint32(start + whoAt, here[view.getUint32(from + whoAt)] as number);
      this.#view.setUint32(start + whatAt, here[view.getUint32(from + whatAt)] as number);
    }
    return rows.length / width;
  }

  /** Where the next row starts; its time is written. */
  #begin(at: Instant): number {
    if (this.#length === this.#before.length) this.#grow();
    const start = this.#length * width;
    this.#view.setFloat64(start, at);
    const key = Math.floor(at / hour);
    this.#before[this.#length] = this.#last.get(key) ?? -1;
    this.#last.set(key, this.#length++);
    return start;
  }

  /** All rows in the order in which they came, in bytes of their own; they stay. */
  all(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.subarray(0, this.#length * width));
  }

  /** The rows of an hour, the last one first; forgotten from then on. */
  take(key: number): Buffer {
    let count = 0;
    for (let row = this.#last.get(key) ?? -1; row >= 0; row = this.#before[row] ?? -1) count++;
    const rows = Buffer.allocUnsafe(count * width);
    let to = 0;
    for (let row = this.#last.get(key) ?? -1; row >= 0; row = this.#before[row] ?? -1) {
      this.#bytes.copy(rows, to, row * width, (row + 1) * width);
      to += width;
    }
    this.#last.delete(key);
    return rows;
  }

  #grow(): void {
    const before = new Int32Array(2 * this.#before.length);
    before.set(this.#before);
    this.#before = before;
    const bytes = Buffer.allocUnsafeSlow(2 * this.#bytes.length);
    this.#bytes.copy(bytes);
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

/** Adds them to `told`. */
export function tellRows(rows: Buffer, parts: Pick<Parts, 'at'>, told: Told[]): void {
  eachRow(rows, parts, (at, id, who, what) =>
    told.push({ at, id, use: useFrom(who, what, at, id, null), testimony: null }),
  );
}

function eachRow(
  rows: Buffer,
  parts: Pick<Parts, 'at'>,
  take: (at: Instant, id: EventId, who: Who, what: What) => void,
): void {
  const view = viewOf(rows);
  for (let start = 0; start < rows.length; start += width) {
    const id = rows.toString('latin1', start + idAt, start + width) as EventId;
    const who = parts.at(view.getUint32(start + whoAt)) as Who;
    take(view.getFloat64(start), id, who, parts.at(view.getUint32(start + whatAt)) as What);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
