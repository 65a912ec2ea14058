import { gunzipSync } from 'node:zlib';
import { type InputFile, Unreadable } from '../../core/intake/input.ts';
import { Damage } from '../../core/intake/reasons.ts';
import { type Chunks, encodingOf, isGzip, isMarked, peek, plainBytes } from './bytes.ts';
import { topLevelObjects } from './json-values.ts';
import { defaultLimits, isDense, type Limits } from './limits.ts';
import { elements, lines, type Piece } from './pieces.ts';
import type { Skimmer } from './skim/skimmer.ts';
import { unreadable } from './unreadable.ts';

/**
 * The records of a file, in its order, in batches. A record is whatever stood in a record's place: `intake` says what
 * it is. What cannot be parsed comes as `Damage`. Throws only `Unreadable`, after all that could be read.
 *
 * The form is told by content, never by name: gzip or not; `{"Records":[…]}`, LookupEvents' `{"Events":[…]}`, CloudWatch
 * Logs' `{"events":[…]}`, an array, a single record or EventBridge event, or lines of any of these.
 */
export async function* readRecords(
  file: InputFile,
  limits: Limits = defaultLimits,
  skimmer: Skimmer | null = null,
): AsyncGenerator<unknown[]> {
  try {
    const [bytes, stored] = await begin(file, limits);
    const isSmall = bytes.length <= limits.whole;
    const whole = isSmall ? parseWhole(bytes, limits, skimmer) : null;
    if (whole !== null) return yield whole;
    const spread = isSmall ? parseSpread(bytes, limits) : null;
    if (spread === null) return yield* readPieces(file.path, stored, limits);
    yield spread.records;
    if (spread.isCut) throw new Unreadable(file.path, cut);
  } catch (error) {
    throw unreadable(file.path, error);
  }
}

/** All of a small file, the start of a large one, and in both cases the file from its start. */
async function begin(file: InputFile, limits: Limits): Promise<[bytes: Uint8Array, stored: Chunks]> {
  if (file.size === null || file.size > limits.whole) return peek(file.open(), limits.whole + 1);
  const bytes = await file.read();
  return [bytes, inChunks(bytes)];
}

const chunkLength = 65_536;
const leastChunk = 4_096;

async function* inChunks(bytes: Uint8Array): Chunks {
  for (let start = 0; start < bytes.length; start += chunkLength) yield bytes.subarray(start, start + chunkLength);
}

/** Null for what is no single JSON text, or too large for one: then it is read piece by piece. */
function parseWhole(bytes: Uint8Array, limits: Limits, skimmer: Skimmer | null): unknown[] | null {
  try {
    const plain = isGzip(bytes)
      ? gunzipSync(bytes, { maxOutputLength: limits.whole, chunkSize: inflatedSize(bytes, limits) })
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (plain.length > limits.ratioFrom && plain.length > bytes.length * limits.ratio) return null;
    const encoding = encodingOf(plain);
    const text = isMarked(plain) ? plain.subarray(3) : plain;
    const skimmed = encoding === 'utf-8' ? (skimmer?.skim(text) ?? null) : null;
    if (skimmed !== null && isGzip(bytes)) giveBack(plain);
    if (skimmed !== null) return skimmed;
    if (isDense(text, limits)) return null;
    return recordsIn(JSON.parse(encoding === 'utf-8' ? text.toString() : new TextDecoder(encoding).decode(text)));
  } catch {
    // fails toward: the slower way, which tells what is wrong
    return null;
  }
}

/**
 * Nobody reads these bytes any more, and the collector is not to run for them alone. Small ones lie with others in Node's
 * pool, which is not ours to give.
 */
function giveBack({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

/** The first line of a record that is spread over several. */
const openedAlone = /^\s*\{\s*\r?\n/;

interface Spread {
  readonly records: unknown[];
  /** The last one is not whole, and is not among them. */
  readonly isCut: boolean;
}

/** Records one after another, each spread over several lines, as `jq` and editors write them; null for any other form. */
function parseSpread(bytes: Uint8Array, limits: Limits): Spread | null {
  try {
    const plain = isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: limits.whole }) : bytes;
    if (isDense(plain, limits)) return null;
    const text = new TextDecoder(encodingOf(plain)).decode(plain);
    if (!openedAlone.test(text)) return null;
    const values = topLevelObjects(text).flatMap(valueIn);
    if (values[0] instanceof Damage) return null;
    const isCut = values.at(-1) instanceof Damage;
    return { records: (isCut ? values.slice(0, -1) : values).flatMap(recordsOf), isCut };
  } catch {
    // fails toward: the slower way, which tells what is wrong
    return null;
  }
}

/**
 * What the last four bytes claim, kept within reason: one piece of the right size takes half the time of many. One byte
 * more, since zlib asks for another piece wherever one came out full.
 */
function inflatedSize(bytes: Uint8Array, limits: Limits): number {
  const claimed =
    bytes.length < 18 ? 0 : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32LE(bytes.length - 4);
  return Math.min(Math.max(claimed + 1, leastChunk), limits.whole, bytes.length * limits.ratio);
}

/** Takes a value out of the containers that hold several records. */
function recordsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  const { Records, Events, events } = value as { readonly [container: string]: unknown };
  return [Records, Events, events].find(Array.isArray) ?? [value];
}

const headLength = 4_096;
/** An array, alone or in an object, there after whatever is short: a page's token is. */
const openContainer =
  /^\s*(?:\[|\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|[\w.+-]+)\s*,\s*)*"(?:Records|Events|events)"\s*:\s*\[)/;

async function* readPieces(path: string, stored: Chunks, limits: Limits): AsyncGenerator<unknown[]> {
  const [head, text] = await peek(plainBytes(path, stored, limits), headLength);
  const start = Buffer.from(head).toString('latin1');
  const isContainer = openContainer.test(start);
  const end = yield* isContainer
    ? batches(elements(text, limits.piece), (piece) => parsePiece(piece, limits, valueIn), true)
    : batches(lines(text, limits.piece), (piece) => parsePiece(piece, limits, recordsInLine), false);
  if (!end.understood && !isContainer) throw new Unreadable(path, otherForm(start));
  if (!end.closed && (isContainer || end.damaged)) {
    throw new Unreadable(path, cut);
  }
}

const cut = 'ends in the middle of a record; what came before was read';

function otherForm(start: string): string {
  if (start === '') return 'is empty';
  if (start.startsWith('PK')) return 'is a zip archive: unpack it first';
  return openedAlone.test(start)
    ? 'holds records that are spread over several lines, which do not parse one after another or are too large for that; write one a line (jq -c . FILE)'
    : 'is neither one JSON text, nor lines of JSON, nor gzip of either';
}

const batchLength = 500;

interface End {
  /** Something in the text was a JSON object. */
  readonly understood: boolean;
  /** The last piece was not. */
  readonly damaged: boolean;
  /** The last piece was marked as ended. */
  readonly closed: boolean;
}

/** Nothing is handed on of lines whose first batch is all damage: that is no log. `isLog`: it is known to be one. */
async function* batches(
  pieces: AsyncGenerator<Piece[], boolean>,
  read: (piece: Piece) => unknown[],
  isLog: boolean,
): AsyncGenerator<unknown[], End> {
  let batch: unknown[] = [];
  let understood = isLog;
  let damaged = false;
  try {
    for (let next = await pieces.next(); ; next = await pieces.next()) {
      if (next.done === true) {
        if (understood && batch.length > 0) yield batch;
        return { understood, damaged, closed: next.value };
      }
      for (const record of next.value.flatMap(read)) {
        damaged = record instanceof Damage;
        understood ||= !damaged;
        batch.push(record);
      }
      if (batch.length < batchLength) continue;
      if (!understood) return { understood, damaged, closed: true };
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (understood && batch.length > 0) yield batch;
    throw error;
  } finally {
    await pieces.return(true);
  }
}

const tooLarge = [new Damage('too-large')];
const notJson = [new Damage('not-json')];

function parsePiece(piece: Piece, limits: Limits, read: (text: string) => unknown[]): unknown[] {
  return piece === null || isDense(piece, limits) ? tooLarge : read(piece.toString('utf8'));
}

function recordsInLine(text: string): unknown[] {
  return valuesIn(text).flatMap(recordsOf);
}

/** As a rule one; several where they stand one after another, as Firehose writes them, or with commas. */
function valuesIn(text: string): unknown[] {
  const values = valueIn(text);
  if (!(values[0] instanceof Damage)) return values;
  const texts = topLevelObjects(text).map((one) => one.replace(/^[\s,]+|[\s,]+$/g, ''));
  const found = texts.flatMap(valueIn);
  return found.every((value) => value instanceof Damage) ? notJson : found;
}

function recordsOf(value: unknown): unknown[] {
  return value instanceof Damage ? [value] : recordsIn(value);
}

/** None in a text that is empty. */
function valueIn(text: string): unknown[] {
  if (text.trim() === '') return [];
  try {
    return [JSON.parse(text)];
  } catch {
    // fails toward: counted, not read
    return notJson;
  }
}
