import type { What } from '../../core/intake/what/what.ts';
import type { Who } from '../../core/intake/who/who.ts';

/** What many records share. */
export type Part = Who | What;

/** Where bytes are: on disk or in memory. */
export interface Source {
  /** Shorter at its end. */
  read(start: number, length: number): Buffer;
}

/** Parts that stand together as JSON. */
interface Page {
  readonly source: Source;
  readonly start: number;
  readonly length: number;
  /** The number of its first part. */
  readonly first: number;
  /** Null where they have to be read. */
  parts: readonly Part[] | null;
}

/** So many parts are read together. */
const pageLength = 16;

export function* pagesOf(parts: readonly Part[]): Generator<Buffer> {
  for (let first = 0; first < parts.length; first += pageLength) {
    yield Buffer.from(JSON.stringify(parts.slice(first, first + pageLength)));
  }
}

/** Parts that are not in memory, by their numbers. */
export class Pages {
  readonly #pagesRead: PagesRead;
  /** For each part. */
  readonly #pages: Page[] = [];

  constructor(pagesRead: PagesRead) {
    this.#pagesRead = pagesRead;
  }

  /** How many parts there are. */
  get length(): number {
    return this.#pages.length;
  }

  /** Gives the next numbers to so many parts, as `pagesOf` made pages of them: `lengths` in bytes, one after the other. */
  add(source: Source, start: number, lengths: readonly number[], count: number): void {
    const end = this.#pages.length + count;
    let at = start;
    for (const length of lengths) {
      const page = { source, start: at, length, first: this.#pages.length, parts: null };
      at += length;
      for (let i = 0; i < pageLength && this.#pages.length < end; i++) this.#pages.push(page);
    }
  }

  readonly at = (number: number): Part => {
    const page = this.#pages[number] as Page;
    return (page.parts ?? this.#pagesRead.read(page))[number - page.first] as Part;
  };
}

/** Pages that were read lately, `most` bytes of them at the most: those before are read again when they are asked for. */
export class PagesRead {
  readonly #most: number;
  #recent: Page[] = [];
  #older: Page[] = [];
  #weight = 0;

  constructor(most: number) {
    this.#most = most;
  }

  read(page: Page): readonly Part[] {
    if (this.#weight >= this.#most / 2) {
      for (const old of this.#older) old.parts = null;
      this.#older = this.#recent;
      this.#recent = [];
      this.#weight = 0;
    }
    const parts = JSON.parse(page.source.read(page.start, page.length).toString()) as readonly Part[];
    page.parts = parts;
    this.#recent.push(page);
    this.#weight += page.length;
    return parts;
  }
}
