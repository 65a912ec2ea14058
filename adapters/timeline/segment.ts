import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Told, Waiting } from '../../core/intake/told.ts';
import type { Remembered } from '../../core/model/remembered.ts';
import { type Part, waitingIn } from './rows.ts';

/** What is known of one hour: rows as `Rows` gives them, and what fits no row. */
export interface Held {
  readonly key: number;
  readonly rows: Buffer;
  readonly told: readonly (Told | Waiting)[];
}

/** Where some parts stand in the file that are read together. */
interface Page {
  readonly start: number;
  readonly length: number;
}

/** Read of all segments lately. */
export type PagesRead = Remembered<Page, readonly Part[]>;

const headLength = 16;
const pageLength = 64;
const bufferLength = 1_048_576;

/** Hours in a file, in order, to be read back once from its start; the parts of their rows stand before them. */
export class Segment {
  readonly #file: number;
  readonly #pages: Page[] = [];
  readonly #pagesRead: PagesRead;
  #unwritten: Buffer[] = [];
  #unwrittenLength = 0;
  /** Where the next byte is written, or read. */
  #at = 0;
  #next: { readonly key: number; readonly rows: number; readonly told: number } | null = null;

  /** Only the user that runs this may read the file. */
  constructor(path: string, hours: Iterable<Held>, parts: readonly Part[], pagesRead: PagesRead) {
    this.#file = openSync(path, 'wx+', 0o600);
    this.#pagesRead = pagesRead;
    for (let first = 0; first < parts.length; first += pageLength) {
      const bytes = serialize(parts.slice(first, first + pageLength));
      this.#pages.push({ start: this.#at, length: bytes.length });
      this.#write(bytes);
    }
    const firstHour = this.#at;
    for (const held of hours) this.#writeHour(held);
    this.#flush();
    this.#at = firstHour;
    this.#readHead();
  }

  /** The hour that comes next; null at the end. */
  get nextKey(): number | null {
    return this.#next?.key ?? null;
  }

  take(): (Told | Waiting)[] {
    const rows = this.#read(this.#next?.rows ?? 0);
    const told = this.#read(this.#next?.told ?? 0);
    this.#readHead();
    return [...waitingIn(rows, this.#partAt), ...(deserialize(told) as (Told | Waiting)[])];
  }

  close(): void {
    closeSync(this.#file);
  }

  readonly #partAt = (number: number): Part => {
    const page = this.#pages[Math.floor(number / pageLength)] as Page;
    const read = () => deserialize(this.#readAt(page.start, page.length)) as readonly Part[];
    return this.#pagesRead.get(page, read)[number % pageLength] as Part;
  };

  #writeHour({ key, rows, told }: Held): void {
    const rest = serialize(told);
    const head = Buffer.allocUnsafe(headLength);
    head.writeDoubleLE(key, 0);
    head.writeUInt32LE(rows.length, 8);
    head.writeUInt32LE(rest.length, 12);
    for (const bytes of [head, rows, rest]) this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    this.#unwritten.push(bytes);
    this.#unwrittenLength += bytes.length;
    this.#at += bytes.length;
    if (this.#unwrittenLength >= bufferLength) this.#flush();
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#unwritten, this.#unwrittenLength);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
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
    const bytes = this.#readAt(this.#at, length);
    this.#at += bytes.length;
    return bytes;
  }

  /** Shorter at the end of the file. */
  #readAt(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let read = 0;
    while (read < length) {
      const more = readSync(this.#file, bytes, read, length - read, start + read);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  }
}
