import type { Told, Waiting } from '../../core/intake/told.ts';
import type { What } from '../../core/intake/what.ts';
import type { Who } from '../../core/intake/who.ts';
import type { EventId } from '../../core/model/brand.ts';
import { hour } from '../../core/model/instant.ts';

/** What many records share. */
export type Part = Who | What;

/** Bytes of a row: the time, the numbers of its two parts, and the id. */
const width = 52;
const whoAt = 8;
const whatAt = 12;
const idAt = 16;
const idLength = width - idAt;

/** About the bytes of a part, but for the texts of its own. */
const partWeight = 700;
const fewest = 1_024;

/**
 * Records that wait, each as a row of numbers, so that they take little room, are nothing to the garbage collector, and
 * move to disk as they are.
 */
export class Rows {
  /** In the order of their numbers. */
  readonly parts: Part[] = [];
  readonly #numbers = new Map<Part, number>();
  /** The last row of each hour; every row knows the one before it in its hour, but for the first, which has -1. */
  readonly #last = new Map<number, number>();
  #before = new Int32Array(fewest);
  #bytes = Buffer.allocUnsafeSlow(fewest * width);
  #view = viewOf(this.#bytes);
  #length = 0;
  #ofParts = 0;

  /** Bytes in memory, about. */
  get weight(): number {
    return this.#length * (width + this.#before.BYTES_PER_ELEMENT) + this.#ofParts;
  }

  readonly partAt = (number: number): Part => this.parts[number] as Part;

  get hours(): number[] {
    return [...this.#last.keys()];
  }

  /** False for what has more to it than a row holds. */
  add(one: Told | Waiting): boolean {
    if (!('who' in one) || one.sharedEventId !== null) return false;
    const { at, id, who, what } = one;
    // As AWS spells them, which is all that fits.
    if (id.length !== idLength || Buffer.byteLength(id) !== idLength) return false;
    if (this.#length === this.#before.length) this.#grow();
    const start = this.#length * width;
    this.#bytes.write(id, start + idAt, 'latin1');
    this.#view.setFloat64(start, at);
    this.#view.setUint32(start + whoAt, this.#numberOf(who));
    this.#view.setUint32(start + whatAt, this.#numberOf(what));
    const key = Math.floor(at / hour);
    this.#before[this.#length] = this.#last.get(key) ?? -1;
    this.#last.set(key, this.#length++);
    return true;
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

  #numberOf(part: Part): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    this.#numbers.set(part, this.parts.length);
    this.#ofParts += weightOf(part);
    return this.parts.push(part) - 1;
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

/** The records of what `take` gave. */
export function waitingIn(rows: Buffer, partAt: (number: number) => Part): Waiting[] {
  const view = viewOf(rows);
  const waiting: Waiting[] = [];
  for (let start = 0; start < rows.length; start += width) {
    waiting.push({
      at: view.getFloat64(start),
      id: rows.toString('latin1', start + idAt, start + width) as EventId,
      sharedEventId: null,
      who: partAt(view.getUint32(start + whoAt)) as Who,
      what: partAt(view.getUint32(start + whatAt)) as What,
    });
  }
  return waiting;
}

/** Gives the parts of rows other numbers, where they lie. */
export function renumber(rows: Buffer, numberFor: (number: number) => number): void {
  const view = viewOf(rows);
  for (let start = 0; start < rows.length; start += width) {
    view.setUint32(start + whoAt, numberFor(view.getUint32(start + whoAt)));
    view.setUint32(start + whatAt, numberFor(view.getUint32(start + whatAt)));
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

function weightOf(part: Part): number {
  if ('credential' in part) return partWeight;
  const { resource, policyArn } = part.target;
  return partWeight + (resource?.length ?? 0) + (policyArn?.length ?? 0);
}
