import { closeSync } from 'node:fs';
import type { What } from '../../core/intake/what.ts';
import type { Who } from '../../core/intake/who.ts';
import { Remembered } from '../../core/model/remembered.ts';
import { openDiskFile, readAt, writeAll } from './disk-file.ts';

/** What many records share. */
export type Part = Who | What;

/** Where some parts stand in the file that are read together. */
interface Page {
  readonly start: number;
  readonly length: number;
}

/** About the bytes of a part, but for the texts of its own. */
const partWeight = 500;
const pageLength = 16;
/** About a megabyte; all at once would be twice what is held. */
const pagesAtOnce = 128;
/** Bytes of pages that came back from disk. */
const readAtMost = 33_554_432;

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
  readonly #pagesRead = new Remembered<Page, readonly Part[]>(readAtMost, ({ length }) => length);

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

  /** Moves whole pages to a file, which is made at `path` the first time. */
  moveToDisk(path: string): void {
    this.#file ??= openDiskFile(path);
    const count = this.#held.length - (this.#held.length % pageLength);
    let unwritten: Buffer[] = [];
    for (let first = 0; first < count; first += pageLength) {
      const bytes = Buffer.from(JSON.stringify(this.#held.slice(first, first + pageLength)));
      this.#pages.push({ start: this.#end, length: bytes.length });
      this.#end += bytes.length;
      unwritten.push(bytes);
      if (unwritten.length < pagesAtOnce) continue;
      writeAll(this.#file, Buffer.concat(unwritten));
      unwritten = [];
    }
    writeAll(this.#file, Buffer.concat(unwritten));
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
  let weight = partWeight;
  for (const text of 'credential' in part ? textsOfCaller(part) : textsOfCall(part)) weight += text?.length ?? 0;
  return weight;
}

type Texts = readonly (string | null | undefined)[];

/** Those that a stranger can make long; the same text in several places may be several texts. */
function textsOfCaller({ credential, principal, session, sourceIdentity, federatedSubject, issuedTo }: Who): Texts {
  return [credential.id, credential.principal, principal.arn, session, sourceIdentity, federatedSubject, issuedTo?.id];
}

function textsOfCall({ userAgent, errorCode, vpcEndpointId, target }: What): Texts {
  const { principalName, resource, policyArn, document, sharedWith } = target;
  return [userAgent, errorCode, vpcEndpointId, principalName, resource, policyArn, document, ...sharedWith];
}
