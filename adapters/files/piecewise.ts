import { Unreadable } from '../../core/intake/input.ts';
import { Damage } from '../../core/intake/reasons.ts';
import { partsAround } from './around-damage.ts';
import { type Chunks, peek, plainBytes } from './bytes.ts';
import type { Piece } from './gathering.ts';
import { isDense, type Limits } from './limits.ts';
import { isContainer, recordsInLine, valueIn } from './parse-text.ts';
import { lines, values } from './pieces.ts';
import { piecesOf, Splitter } from './splitter.ts';
import { endsInRecord } from './unreadable.ts';

/** In which the first lines are looked at. */
const headLength = 1_048_576;

/** However large the file is, memory holds a batch of its records. Throws `Unreadable` after what could be read. */
export async function* readPieces(path: string, stored: Chunks, limits: Limits): AsyncGenerator<unknown[]> {
  const [head, text] = await peek(plainBytes(path, stored, limits), headLength);
  const start = Buffer.from(head).toString('latin1');
  const hasContainers = hasContainersInLines(head);
  const inArrays = opensArray(head) && !hasContainers;
  const isLog = inArrays || hasContainers;
  const inLines = !inArrays && !openedAlone.test(start) && losesNoMoreInLines(head);
  const end = yield* inLines
    ? batches(lines(text, limits.piece), (piece) => parsePiece(piece, limits, recordsInLine), isLog)
    : batches(values(text, limits), (piece) => parsePiece(piece, limits, valueIn), isLog);
  if (!end.understood) throw new Unreadable(path, end.tooLarge ? tooLargeAtOnce : otherForm(start));
  if (!end.closed && (!inLines || end.damaged)) throw new Unreadable(path, endsInRecord);
}

const tooLargeAtOnce = 'contains only records that are too large to read';

function opensArray(head: Uint8Array): boolean {
  const splitter = new Splitter({ piece: head.length, values: head.length });
  for (let start = 0; start < head.length && splitter.first === null; start += chunkLength) {
    splitter.take(head.subarray(start, start + chunkLength));
  }
  return splitter.first === 'array';
}

const chunkLength = 4_096;

/** The first line of a record that is spread over several. */
const openedAlone = /^\s*\{\s*\r?\n/;

/** A line that holds nothing but values, for all that its ends show. */
const closedLine = /^\s*(?:$|[[{].*[\]}][\s,]*$)/;

/** Whether a text loses less where it is taken for one value after another than where it is for one a line. */
function losesNoMoreInLines(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('utf8');
  const whole = head.length < headLength ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  const texts = whole.split('\n');
  if (texts.every((line) => closedLine.test(line))) return true;
  return lostIn(texts, recordsInLine) <= lostIn(partsOf(whole), valueIn);
}

function* partsOf(text: string): Generator<string> {
  for (const piece of piecesOf(text)) yield* partsAround(piece);
}

/** How much of them comes to damage. */
function lostIn(texts: Iterable<string>, read: (text: string) => unknown[]): number {
  let lost = 0;
  for (const text of texts) if (read(text).some((record) => record instanceof Damage)) lost += text.length;
  return lost;
}

/** Enough to tell lines from a value that is spread over several, even where one is damaged. */
const linesLookedAt = 3;

/** Whether lines hold arrays of records, each by itself: then damage in one is no damage to the next. */
function hasContainersInLines(head: Uint8Array): boolean {
  const whole = Buffer.from(head)
    .toString('utf8')
    .split('\n', linesLookedAt + 1)
    .slice(0, -1);
  return whole.some((line, i) => (i === 0 || line.startsWith('{')) && isContainer(line));
}

/** An object or a list in two bytes a sign. */
const unmarkedUtf16 = /^(?:\0[[{]|[[{]\0[^\0])/;

/** What a file is whose `start`, a sign a byte, held nothing that is understood. A clause. */
function otherForm(start: string): string {
  if (start.length < headLength && start.trim() === '') return 'is empty';
  if (start.startsWith('PK')) return 'is a zip archive: unpack it first';
  if (start.startsWith('\x1f\x8b')) return 'is gzip within gzip: unpack it once';
  if (unmarkedUtf16.test(start)) return 'is UTF-16 without a byte-order mark: write it as UTF-8';
  return openedAlone.test(start)
    ? 'contains records that span several lines and cannot be read: write one record per line (jq -c . FILE)'
    : 'is neither JSON, nor lines of JSON, nor either of them gzipped';
}

const batchLength = 500;
/** A record may be as long as a piece, and many such would not fit into memory at once. */
const batchBytes = 1_048_576;

interface End {
  /** Something in the text was a JSON object. */
  readonly understood: boolean;
  /** Something in it was not looked at, because there was too much of it. */
  readonly tooLarge: boolean;
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
  let tooLarge = false;
  let bytes = 0;
  try {
    for (let next = await pieces.next(); ; next = await pieces.next()) {
      if (next.done === true) {
        if (understood && batch.length > 0) yield batch;
        return { understood, tooLarge, damaged, closed: next.value };
      }
      for (const piece of next.value) {
        for (const record of read(piece)) {
          damaged = record instanceof Damage;
          understood ||= !damaged;
          tooLarge ||= record === refused;
          batch.push(record);
        }
        bytes += piece?.length ?? 0;
      }
      if (batch.length < batchLength && (bytes < batchBytes || !understood)) continue;
      if (!understood) return { understood, tooLarge, damaged, closed: true };
      yield batch;
      batch = [];
      bytes = 0;
    }
  } catch (error) {
    if (understood && batch.length > 0) yield batch;
    throw error;
  } finally {
    await pieces.return(true);
  }
}

const refused = new Damage('too-large');

function parsePiece(piece: Piece, limits: Limits, read: (text: string) => unknown[]): unknown[] {
  return piece === null || isDense(piece, limits) ? [refused] : read(piece.toString('utf8'));
}
