import type { Told, Waiting } from '../../core/intake/told.ts';
import { useFrom, type What } from '../../core/intake/what/what.ts';
import type { Who } from '../../core/intake/who/who.ts';
import type { EventId } from '../../core/model/brand.ts';
import { hour, type Instant } from '../../core/model/instant.ts';
import type { Part } from './pages.ts';
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
    if (!('who' in one)) return false;
    const { at, id, who, what } = one;
    // As AWS spells them, which is all that fits; beyond ASCII none waits.
    if (id.length !== idLength) return false;
    const start = this.#begin(at);
    this.#bytes.write(id, start + idAt, 'latin1');
    this.#view.setUint32(start + whoAt, this.#parts.numberOf(who));
    this.#view.setUint32(start + whatAt, this.#parts.numberOf(what));
    return true;
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

  /** Adds the records of an hour to `told`; they are forgotten from then on. */
  tell(key: number, told: Told[]): void {
    for (let row = this.#last.get(key) ?? -1; row >= 0; row = this.#before[row] ?? -1) {
      told.push(rowAt(this.#bytes, this.#view, row * width, this.#parts.at));
    }
    this.#last.delete(key);
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
export function tellRows(rows: Buffer, partAt: PartAt, told: Told[]): void {
  const view = viewOf(rows);
  for (let start = 0; start < rows.length; start += width) told.push(rowAt(rows, view, start, partAt));
}

type PartAt = (number: number) => Part;

function rowAt(rows: Buffer, view: DataView, start: number, partAt: PartAt): Told {
  const at: Instant = view.getFloat64(start);
  const id = rows.toString('latin1', start + idAt, start + width) as EventId;
  const who = partAt(view.getUint32(start + whoAt)) as Who;
  const what = partAt(view.getUint32(start + whatAt)) as What;
  return { at, id, use: useFrom(who, what, at, id), testimony: null };
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
