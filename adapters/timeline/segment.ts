import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Told, Waiting } from '../../core/intake/told.ts';
import { keptIn } from '../../core/model/kept.ts';
import type { Remembered } from '../../core/model/remembered.ts';
import { type Part, renumber, waitingIn } from './rows.ts';

/** What is known of one hour: rows as `Rows` gives them, and what fits no row. */
export interface Held {
  readonly key: number;
  readonly rows: Buffer;
  readonly told: readonly (Told | Waiting)[];
}

/** Parts that were read lately, of all segments, by their text: what many hours share is made once. */
export type PartsRead = Remembered<string, Part>;

const headLength = 20;
const bufferLength = 1_048_576;
const newline = 10;

/** Hours in a file, in order, to be read back once from its start; with each hour the parts of its rows. */
export class Segment {
  readonly #file: number;
  readonly #partsRead: PartsRead;
  #unwritten: Buffer[] = [];
  #unwrittenLength = 0;
  /** Where the next byte is read. */
  #at = 0;
  #next: { readonly key: number; readonly rows: number; readonly parts: number; readonly told: number } | null = null;

  /** Only the user that runs this may read the file. `parts`: those of the hours' rows, by their numbers. */
  constructor(path: string, hours: Iterable<Held>, parts: readonly Part[], partsRead: PartsRead) {
    this.#file = openSync(path, 'wx+', 0o600);
    this.#partsRead = partsRead;
    const texts: string[] = [];
    const textOf = (number: number): string => {
      texts[number] ??= JSON.stringify(parts[number]);
      return texts[number];
    };
    for (const held of hours) this.#writeHour(held, textOf);
    this.#flush();
    this.#readHead();
  }

  /** The hour that comes next; null at the end. */
  get nextKey(): number | null {
    return this.#next?.key ?? null;
  }

  take(): (Told | Waiting)[] {
    const rows = this.#read(this.#next?.rows ?? 0);
    const parts = linesIn(this.#read(this.#next?.parts ?? 0)).map((line) =>
      this.#partsRead.get(line, () => JSON.parse(line) as Part),
    );
    const told = linesIn(this.#read(this.#next?.told ?? 0)).map((line) => JSON.parse(line) as Told | Waiting);
    this.#readHead();
    return [...waitingIn(rows, (number) => parts[number] as Part), ...told];
  }

  close(): void {
    closeSync(this.#file);
  }

  #writeHour({ key, rows, told }: Held, textOf: (number: number) => string): void {
    const numbers = new Map<number, number>();
    renumber(rows, (number) => keptIn(numbers, number, () => numbers.size));
    const parts = linesOf([...numbers.keys()].map(textOf));
    const rest = linesOf(told.map((one) => JSON.stringify(one)));
    const head = Buffer.allocUnsafe(headLength);
    head.writeDoubleLE(key, 0);
    head.writeUInt32LE(rows.length, 8);
    head.writeUInt32LE(parts.length, 12);
    head.writeUInt32LE(rest.length, 16);
    for (const bytes of [head, rows, parts, rest]) this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    this.#unwritten.push(bytes);
    this.#unwrittenLength += bytes.length;
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
      : {
          key: head.readDoubleLE(0),
          rows: head.readUInt32LE(8),
          parts: head.readUInt32LE(12),
          told: head.readUInt32LE(16),
        };
  }

  /** Shorter at the end of the file. */
  #read(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let read = 0;
    while (read < length) {
      const more = readSync(this.#file, bytes, read, length - read, this.#at + read);
      if (more === 0) break;
      read += more;
    }
    this.#at += read;
    return bytes.subarray(0, read);
  }
}

function linesOf(texts: readonly string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\n`).join(''));
}

/** Each line as a text of its own: one cut from the whole would keep the whole. */
function linesIn(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    lines.push(bytes.toString('utf8', start, end));
    start = end + 1;
  }
  return lines;
}
