import { partsAround } from './around-damage.ts';
import { arrayNames } from './containers.ts';
import { Gathering, type Piece } from './gathering.ts';
import { isDense, type Limits } from './limits.ts';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** What stands in an object before an array that holds records. */
const recordsKey = new RegExp(`"(?:${arrayNames.join('|')})"\\s*:\\s*$`);
const longestKey = 64;

/** Where in the text: between two values, in one, in an array that holds records, or after such an array in its object. */
type Place = 'between' | 'value' | 'array' | 'rest';

/** A piece ends: before this byte, which is the next one's first, with it, or without it. */
interface Turn {
  readonly end: 'before' | 'with' | 'without';
  readonly to: Place;
}

type PieceLimits = Pick<Limits, 'piece' | 'values'>;

/** The last pieces of a text. */
interface Ended {
  readonly pieces: readonly (Piece | string)[];
  /** The text did not end inside of a value. */
  readonly isClosed: boolean;
  /** What it ended in, which is no piece. */
  readonly cut: string | null;
}

/**
 * Takes a text of JSON values apart, whatever stands between them: an array, alone or in an object as in `{"Records":[…]}`, into
 * its elements; any other value is a piece of its own. What stands beside the array in its object is left out. Whatever is no
 * JSON becomes a piece as well, so that it is counted.
 */
export class Splitter {
  /** The piece at hand. */
  readonly #held: Gathering;
  #place: Place = 'between';
  /** Brackets that are open in the piece at hand; after an array of records, its object's among them. */
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** Whether the array that is or was last read stands in an object. */
  #inObject = false;
  #first: 'array' | 'value' | null = null;
  readonly #limits: PieceLimits;

  constructor(limits: PieceLimits) {
    this.#held = new Gathering(limits.piece);
    this.#limits = limits;
  }

  /** What holds the first record; null before that is known. */
  get first(): 'array' | 'value' | null {
    return this.#first;
  }

  /** The pieces that end in this chunk, which follows the one before. */
  take(chunk: Uint8Array): Piece[] {
    const ended: Piece[] = [];
    let start = 0;
    const hold = (end: number) => {
      this.#held.add(chunk.subarray(start, end));
      start = end;
    };
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inText = false;
        continue;
      }
      if (byte === quote) this.#inText = true;
      const turn = this.#turnAt(byte, () => hold(at));
      if (turn === null) continue;
      hold(turn.end === 'with' ? at + 1 : at);
      if (turn.end === 'without') start = at + 1;
      ended.push(...this.#go(turn.to));
    }
    hold(chunk.length);
    return ended;
  }

  end(): Ended {
    const isCut = this.#place === 'value' || this.#inText || (this.#place === 'array' && this.#depth > 0);
    const piece = this.#held.take();
    if (!this.#isReadable(piece)) return { pieces: [piece], isClosed: !isCut && this.#place === 'between', cut: null };
    if (isCut) return endedIn(piece, this.#place === 'array');
    // Only the brace may be missing, or the comma after the last element; or damage took them for its own.
    if (this.#place === 'array') {
      const ended = endedIn(piece, true);
      return ended.pieces.length > 0 ? ended : { pieces: strayed(piece), isClosed: false, cut: null };
    }
    if (this.#place === 'between') return { pieces: strayed(piece), isClosed: true, cut: null };
    return { pieces: isJson(`{"":0${textOf(piece)}}`) ? [] : strayed(piece), isClosed: false, cut: null };
  }

  /** Whether there is room to parse it; what there is none for is handed on as it is, to be refused. */
  #isReadable(piece: Piece): piece is Buffer {
    return piece !== null && !isDense(piece, this.#limits);
  }

  /** `hold`: keeps what came before this byte. */
  #turnAt(byte: number | undefined, hold: () => void): Turn | null {
    const isArray = this.#place === 'array';
    switch (byte) {
      case openBrace:
        if (this.#place === 'between') return { end: 'before', to: 'value' };
        this.#depth++;
        return null;
      case openBracket:
        if (this.#place === 'between') return { end: 'without', to: 'array' };
        if (!isArray && this.#depth === 1) {
          hold();
          if (recordsKey.test(textOf(this.#held.tail(longestKey)))) return { end: 'without', to: 'array' };
        }
        this.#depth++;
        return null;
      case comma:
        return isArray && this.#depth === 0 ? { end: 'without', to: 'array' } : null;
      case closeBracket:
      case closeBrace:
        if (this.#place === 'between') return null;
        if (!isArray) return --this.#depth === 0 ? { end: 'with', to: 'between' } : null;
        if (this.#depth > 0) this.#depth--;
        else if (byte === closeBracket) return { end: 'without', to: this.#inObject ? 'rest' : 'between' };
        return null;
      default:
        return null;
    }
  }

  /** The piece at hand has ended, and the next one begins there. */
  #go(to: Place): Piece[] {
    const from = this.#place;
    const piece = this.#held.take();
    if (to === 'array' && from !== 'array') this.#inObject = from !== 'between';
    this.#place = to;
    this.#depth = to === 'value' || to === 'rest' ? 1 : 0;
    if (from === 'between') {
      const pieces = isStamp(piece) ? [] : strayed(piece);
      if (pieces.length > 0) this.#first ??= 'value';
      if (to === 'array') this.#first ??= 'array';
      return pieces;
    }
    this.#first ??= to === 'array' ? 'array' : 'value';
    if (from === 'array' || (from === 'value' && to === 'between')) return piece?.length === 0 ? [] : [piece];
    if (!this.#isReadable(piece)) return [piece];
    const isBesideRecords = isJson(`${from === 'rest' ? '{"":0' : ''}${textOf(piece)}${to === 'array' ? '0}' : ''}`);
    return isBesideRecords ? [] : [piece];
  }
}

/**
 * Of a piece that does not end: what stands behind a damage in it. Without one, or where nothing closes the array, the text is cut
 * there.
 */
function endedIn(piece: Buffer, inArray: boolean): Ended {
  const text = textOf(piece).trimEnd();
  const parts = partsAround(text);
  const last = parts.at(-1) ?? '';
  const isWhole = isJson(last);
  const isClosed = isWhole && !parts.every(isJson) && !(inArray && text.endsWith(last));
  return { pieces: isWhole ? parts : parts.slice(0, -1), isClosed, cut: isWhole ? null : last };
}

/** The pieces of a text that is at hand; what it is cut in is one, too. Returns whether it did not end inside of a value. */
export function* piecesOf(text: string): Generator<string, boolean> {
  const bytes = Buffer.from(text);
  const splitter = new Splitter({ piece: bytes.length, values: bytes.length });
  for (let start = 0; start < bytes.length; start += chunkLength) {
    yield* splitter.take(bytes.subarray(start, start + chunkLength)).map(textOf);
  }
  const { pieces, isClosed, cut } = splitter.end();
  yield* pieces.map(textOf);
  if (cut !== null) yield cut;
  return isClosed;
}

const chunkLength = 65_536;

/** What stands between values is nothing, or damage. */
function strayed(piece: Piece): Piece[] {
  return /^[\s,]*$/.test(textOf(piece)) && piece !== null ? [] : [piece];
}

/** What log collectors write in front of each record: its time, and perhaps the name of its stream. */
export const stamp = String.raw`\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)[ \t]+(?:\S+[ \t]+)?`;
const onlyStamp = new RegExp(String.raw`^[\s,]*${stamp}$`);

function isStamp(piece: Piece): boolean {
  return onlyStamp.test(textOf(piece));
}

function textOf(piece: Piece | string): string {
  return piece?.toString() ?? '';
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // fails toward: it is told as damage
    return false;
  }
}
