import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fieldsOf } from '../../../core/intake/fields.ts';
import { Caller, Calling, Skimmed } from '../../../core/intake/skimmed.ts';
import { isOfCloudTrail } from '../../../core/intake/time.ts';
import {
  extraFields,
  folderFields,
  recordFields,
  requestFields,
  responseFields,
} from '../../../core/intake/trail-record.ts';
import { type Instant, instantFrom } from '../../../core/model/instant.ts';
import { defaultLimits, isDense, type Limits } from '../limits.ts';

/** What `skim.as.ts` exports. */
interface Skim {
  readonly memory: { readonly buffer: ArrayBuffer };
  setSeed(seed: bigint): void;
  inputFor(length: number): number;
  keepName(list: number, length: number, use: number): void;
  forget(): void;
  skim(): number;
  outputStart(): number;
  partStart(part: number): number;
  partLength(part: number): number;
}

/** What is used of the global that neither Node's nor the language's types describe. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const full = -2;

/** As in `skim.as.ts`. */
const caller = 0;
const id = 1;
const time = 2;
const keep = 3;
const unusual = 4;
const folder = 6;
const part = 7;

const lists: readonly (readonly [names: readonly string[], uses: Readonly<Record<string, number>>])[] = [
  [
    recordFields,
    {
      userIdentity: caller,
      eventID: id,
      eventTime: time,
      requestParameters: part + 1,
      responseElements: part + 2,
      additionalEventData: part + 3,
    },
  ],
  [requestFields, Object.fromEntries(folderFields.map((name) => [name, folder]))],
  [responseFields, {}],
  [extraFields, {}],
];

/** What has this is an event that may carry an `eventID` all the same. */
const otherForm = 'detail-type';

const numbersInRecord = 8;

/**
 * Reads CloudTrail's log files from their bytes in a fraction of the time that parsing takes: strings and objects are only
 * made of what was not met before. Remembers parts of what it read, within bounds.
 */
export class Skimmer {
  readonly #skim: Skim;
  #callers: (Caller | undefined)[] = [];
  #callings: (Calling | undefined)[] = [];

  constructor() {
    this.#skim = new WebAssembly.Instance(compiled()).exports as Skim;
    this.#skim.setSeed(randomBytes(8).readBigInt64LE());
    for (const [list, [names, uses]] of lists.entries()) {
      for (const name of new Set(names)) this.#keep(list, name, uses[name] ?? keep);
    }
    this.#keep(0, otherForm, unusual);
  }

  #keep(list: number, name: string, use: number): void {
    const bytes = Buffer.from(name);
    this.#write(bytes);
    this.#skim.keepName(list, bytes.length, use);
  }

  #write(bytes: Uint8Array): void {
    const at = this.#skim.inputFor(bytes.length);
    new Uint8Array(this.#skim.memory.buffer).set(bytes, at);
  }

  /**
   * The records of `{"Records":[…]}` in UTF-8: `Skimmed`, or parsed where they are unusual. Null for any other form, for
   * whatever `JSON.parse` would refuse, and for what there would be too much of.
   */
  skim(text: Buffer, limits: Pick<Limits, 'values'> = defaultLimits): unknown[] | null {
    this.#write(text);
    let count = this.#skim.skim();
    if (count === full) {
      this.#forget();
      count = this.#skim.skim();
    }
    return count < 0 ? null : this.#records(text, count, limits);
  }

  #forget(): void {
    this.#skim.forget();
    this.#callers = [];
    this.#callings = [];
  }

  #records(text: Buffer, count: number, limits: Pick<Limits, 'values'>): unknown[] | null {
    const memory = Buffer.from(this.#skim.memory.buffer);
    const numbers = new Int32Array(this.#skim.memory.buffer, this.#skim.outputStart(), count * numbersInRecord);
    const records = new Array<unknown>(count);
    let mayParse: boolean | null = null;
    for (let i = 0; i < count; i++) {
      const at = i * numbersInRecord;
      records[i] = this.#skimmed(text, numbers, at, memory);
      if (records[i] !== null) continue;
      mayParse ??= !isDense(text, limits);
      if (!mayParse) return null;
      records[i] = JSON.parse(text.toString('utf8', numbers[at], numbers[at + 1]));
    }
    return records;
  }

  /** Null for a record that is unusual. */
  #skimmed(text: Buffer, numbers: Int32Array, at: number, memory: Buffer): Skimmed | null {
    const caller = numbers[at + 2] as number;
    if (caller < 0) return null;
    const eventID = plain(text, numbers, at + 4);
    const time = timeIn(text, numbers[at + 6] as number, numbers[at + 7] as number);
    if (eventID === null || time === null) return null;
    const calling = numbers[at + 3] as number;
    this.#callers[caller] ??= new Caller(this.#parsed(caller, memory));
    if (this.#callers[caller].isText) return null;
    this.#callings[calling] ??= new Calling(fieldsOf(this.#parsed(calling, memory)));
    return new Skimmed(this.#callers[caller], this.#callings[calling], eventID, time);
  }

  #parsed(part: number, memory: Buffer): unknown {
    const start = this.#skim.partStart(part);
    return JSON.parse(memory.toString('utf8', start, start + this.#skim.partLength(part)));
  }
}

const longestString = 128;
const quote = 0x22;

/** What stands between quotes; null for what is no string, is empty or long, or is spelled with escapes or beyond ASCII. */
function plain(text: Buffer, numbers: Int32Array, at: number): string | null {
  const start = numbers[at] as number;
  const end = numbers[at + 1] as number;
  if (text[start] !== quote || end - start < 3 || end - start > longestString) return null;
  const string = text.toString('latin1', start + 1, end - 1);
  return isPlain.test(string) ? string : null;
}

const isPlain = /^[ !#-[\]-~]*$/;

/** Of `"2026-11-24T22:11:06Z"`; null for anything else. */
function timeIn(text: Buffer, start: number, end: number): Instant | null {
  if (end - start !== 22) return null;
  for (let i = 0; i < 22; i++) {
    const mark = timeForm.charCodeAt(i);
    if (mark !== digit && text[start + i] !== mark) return null;
  }
  const at = instantFrom(
    digitsIn(text, start + 1, 4),
    digitsIn(text, start + 6, 2),
    digitsIn(text, start + 9, 2),
    digitsIn(text, start + 12, 2),
    digitsIn(text, start + 15, 2),
    digitsIn(text, start + 18, 2),
  );
  return at !== null && isOfCloudTrail(at) ? at : null;
}

/** NaN where one of them is none. */
function digitsIn(text: Buffer, from: number, length: number): number {
  let value = 0;
  for (let i = from; i < from + length; i++) {
    const figure = (text[i] as number) - digit;
    value = figure >= 0 && figure <= 9 ? 10 * value + figure : Number.NaN;
  }
  return value;
}

const timeForm = '"0000-00-00T00:00:00Z"';
const digit = 0x30;

let module: object | null = null;

function compiled(): object {
  module ??= new WebAssembly.Module(readFileSync(new URL('./skim.wasm', import.meta.url)));
  return module;
}
