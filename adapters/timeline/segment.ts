import { type Told, toldIn, type Waiting } from '../../core/intake/told.ts';
import type { Batch } from './batch.ts';
import type { Part, Source } from './pages.ts';
import { tellRows } from './rows.ts';

const headLength = 16;

/** Where a batch stands as bytes. */
export interface Placed {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  readonly partAt: (number: number) => Part;
}

/** A batch as bytes, which go to disk or to another thread as they are: hours in order. Nothing is left in the batch. */
export function* bytesOf(batch: Batch): Generator<Buffer> {
  for (const key of batch.keys) {
    const { rows, told } = batch.take(key);
    const others = Buffer.from(JSON.stringify(told));
    const head = Buffer.allocUnsafe(headLength);
    head.writeDoubleLE(key, 0);
    head.writeUInt32LE(rows.length, 8);
    head.writeUInt32LE(others.length, 12);
    yield head;
    yield rows;
    yield others;
  }
}

/** Hours of a batch as bytes, to be read back once from the first. */
export class Segment {
  readonly #placed: Placed;
  /** Where the next byte is read. */
  #at: number;
  #next: { readonly key: number; readonly rows: number; readonly told: number } | null = null;

  constructor(placed: Placed) {
    this.#placed = placed;
    this.#at = placed.start;
    this.#readHead();
  }

  /** The hour that comes next; null at the end. */
  get nextKey(): number | null {
    return this.#next?.key ?? null;
  }

  /** Adds the records of that hour to `told`. */
  take(told: Told[]): void {
    const rows = this.#read(this.#next?.rows ?? 0);
    const others = this.#read(this.#next?.told ?? 0);
    this.#readHead();
    tellRows(rows, this.#placed.partAt, told);
    for (const one of JSON.parse(others.toString()) as (Told | Waiting)[]) told.push(toldIn(one));
  }

  #readHead(): void {
    if (this.#at >= this.#placed.end) {
      this.#next = null;
      return;
    }
    const head = this.#read(headLength);
    this.#next = { key: head.readDoubleLE(0), rows: head.readUInt32LE(8), told: head.readUInt32LE(12) };
  }

  #read(length: number): Buffer {
    const bytes = this.#placed.source.read(this.#at, length);
    this.#at += bytes.length;
    return bytes;
  }
}
