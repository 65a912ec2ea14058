import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { What } from '../../core/intake/what.ts';
import type { Who } from '../../core/intake/who.ts';
import { Remembered } from '../../core/model/remembered.ts';

/** What many records share. */
export type Part = Who | What;

/** Where some parts stand in the file that are read together. */
interface Page {
  readonly start: number;
  readonly length: number;
}

/** About the bytes of a part, but for the texts of its own. */
const partWeight = 700;
const pageLength = 16;
/** Of what comes back from disk. */
const pagesKept = 3_000;

/** All that records share, each by a number: in memory, and on disk once there is too much of it. */
export class Parts {
  /** Of what is in memory. */
  readonly #numbers = new Map<Part, number>();
  /** In the order of their numbers, the first of which is `#moved`. */
  #held: Part[] = [];
  #moved = 0;
  #weight = 0;
  #file: number | null = null;
  /** Where the next page is written. */
  #end = 0;
  readonly #pages: Page[] = [];
  readonly #pagesRead = new Remembered<Page, readonly Part[]>(pagesKept);

  /** Bytes in memory, about. */
  get weight(): number {
    return this.#weight;
  }

  /** How many there are. */
  get length(): number {
    return this.#moved + this.#held.length;
  }

  /** Those in memory that came after the first `known`. */
  after(known: number): readonly Part[] {
    return this.#held.slice(known - this.#moved);
  }

  /** What moved to disk meanwhile gets another number, under which it is as good. */
  numberOf(part: Part): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    const number = this.#moved + this.#held.push(part) - 1;
    this.#numbers.set(part, number);
    this.#weight += weightOf(part);
    return number;
  }

  readonly at = (number: number): Part => {
    if (number >= this.#moved) return this.#held[number - this.#moved] as Part;
    const page = this.#pages[Math.floor(number / pageLength)] as Page;
    return this.#pagesRead.get(page, () => this.#read(page))[number % pageLength] as Part;
  };

  /** Moves whole pages to the file at `path`, which only the user that runs this may read. */
  moveToDisk(path: string): void {
    this.#file ??= openSync(path, 'wx+', 0o600);
    const count = this.#held.length - (this.#held.length % pageLength);
    const texts: Buffer[] = [];
    for (let first = 0; first < count; first += pageLength) {
      const bytes = Buffer.from(JSON.stringify(this.#held.slice(first, first + pageLength)));
      this.#pages.push({ start: this.#end, length: bytes.length });
      this.#end += bytes.length;
      texts.push(bytes);
    }
    writeAll(this.#file, Buffer.concat(texts));
    const rest = this.#held.slice(count);
    this.#moved += count;
    this.#held = [];
    this.#numbers.clear();
    this.#weight = 0;
    for (const part of rest) this.numberOf(part);
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #read({ start, length }: Page): readonly Part[] {
    return JSON.parse(readAt(this.#file ?? -1, start, length).toString()) as readonly Part[];
  }
}

function weightOf(part: Part): number {
  if ('credential' in part) return partWeight;
  const { resource, policyArn, document } = part.target;
  return partWeight + (resource?.length ?? 0) + (policyArn?.length ?? 0) + (document?.length ?? 0);
}

export function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** Shorter at the end of the file. */
export function readAt(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const more = readSync(file, bytes, read, length - read, start + read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}
