import { closeSync } from 'node:fs';
import { type Told, toldIn, type Waiting } from '../../core/intake/told.ts';
import { openDiskFile, readAt, writeAll } from './disk-file.ts';
import type { Parts } from './parts.ts';
import { tellRows } from './rows.ts';

/** What is known of one hour: rows as `Rows` gives them, and what fits no row. */
export interface Held {
  readonly key: number;
  readonly rows: Buffer;
  readonly told: readonly (Told | Waiting)[];
}

const headLength = 16;
const bufferLength = 1_048_576;

/** Hours in a file, in order, to be read back once from its start. */
export class Segment {
  readonly #file: number;
  #unwritten: Buffer[] = [];
  #unwrittenLength = 0;
  /** Where the next byte is read. */
  #at = 0;
  #next: { readonly key: number; readonly rows: number; readonly told: number } | null = null;

  constructor(path: string, hours: Iterable<Held>) {
    this.#file = openDiskFile(path);
    for (const held of hours) this.#writeHour(held);
    this.#flush();
    this.#readHead();
  }

  /** The hour that comes next; null at the end. */
  get nextKey(): number | null {
    return this.#next?.key ?? null;
  }

  /** Adds the records of that hour to `told`. */
  take(parts: Parts, told: Told[]): void {
    const rows = this.#read(this.#next?.rows ?? 0);
    const others = this.#read(this.#next?.told ?? 0);
    this.#readHead();
    tellRows(rows, parts, told);
    for (const one of JSON.parse(others.toString()) as (Told | Waiting)[]) told.push(toldIn(one));
  }

  close(): void {
    closeSync(this.#file);
  }

  #writeHour({ key, rows, told }: Held): void {
    const rest = Buffer.from(JSON.stringify(told));
    const head = Buffer.allocUnsafe(headLength);
    head.writeDoubleLE(key, 0);
    head.writeUInt32LE(rows.length, 8);
    head.writeUInt32LE(rest.length, 12);
    for (const bytes of [head, rows, rest]) this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    this.#unwritten.push(bytes);
    this.#unwrittenLength += bytes.length;
    if (this.#unwrittenLength >= bufferLength) this.#flush();
  }

  #flush(): void {
    writeAll(this.#file, Buffer.concat(this.#unwritten, this.#unwrittenLength));
    this.#unwritten = [];
    this.#unwrittenLength = 0;
  }

  #readHead(): void {
    const head = this.#read(headLength);
    const isAtEnd = head.length < headLength;
    this.#next = isAtEnd
      ? null
      : { key: head.readDoubleLE(0), rows: head.readUInt32LE(8), told: head.readUInt32LE(12) };
  }

  #read(length: number): Buffer {
    const bytes = readAt(this.#file, this.#at, length);
    this.#at += bytes.length;
    return bytes;
  }
}
