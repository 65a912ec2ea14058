import type { Chunks } from './bytes.ts';

/** One line or one element of an array; null for one that is longer than allowed and was let go. */
export type Piece = Buffer | null;

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** Gathers a piece from the chunks that it spans, and stops holding on to it once it is too long. */
class Gathering {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#limit) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  take(): Piece {
    const piece = this.#length > this.#limit ? null : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return piece;
  }
}

/** The chunks up to where they break off; what broke them is put into `damage`, for whoever has read what came before. */
async function* upToDamage(chunks: Chunks, damage: unknown[]): Chunks {
  try {
    yield* chunks;
  } catch (error) {
    damage.push(error);
  }
}

/**
 * The lines that are not empty. Returns true when the last one was ended, false when the text stopped in it. Throws what breaks
 * the chunks off, after all that came before.
 */
export async function* lines(chunks: Chunks, limit: number): AsyncGenerator<Piece[], boolean> {
  const line = new Gathering(limit);
  const damage: unknown[] = [];
  for await (const chunk of upToDamage(chunks, damage)) {
    const ended: Piece[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      if (end > start) line.add(chunk.subarray(start, end));
      if (!line.isEmpty) ended.push(line.take());
      start = end + 1;
    }
    line.add(chunk.subarray(start));
    yield ended;
  }
  const isEnded = line.isEmpty;
  if (!isEnded) yield [line.take()];
  for (const error of damage) throw error;
  return isEnded;
}

const name = '"[^"]*":';
const member = `${name}(?:"[^"]*"|[\\w.+-]+)`;
/** May stand before, between and behind arrays, spaces left out: the rest of their object, and how one begins. */
const beside = new RegExp(`^(?:,${member})*(?:,${name}|\\}?,?(?:\\{(?:${member},)*${name})?)$`);
/** An array, alone or in an object, there after whatever is short: a page's token is. Spaces left out. */
const container = new RegExp(`^(?:\\[|\\{(?:${member},)*"(?:Records|Events|events)":\\[)`);

/** Whether the text that begins so holds its records in arrays. */
export function opensContainer(start: string): boolean {
  return container.test(start.replace(/\s+/g, ''));
}

/** What stands outside of arrays and is no part of their form: somebody's record, or damage. None, mostly. */
function strayed(outside: Gathering): Piece[] {
  if (outside.isEmpty) return [];
  const piece = outside.take();
  const text = piece?.toString('latin1');
  if (text !== undefined && beside.test(text.replace(/\s+/g, ''))) return [];
  return [piece === null ? null : piece.subarray(/^\s*\}?\s*,?/.exec(text ?? '')?.[0].length ?? 0)];
}

/**
 * The elements of each array in the text that is not inside another; it may stand in an object, as in `{"Records":[…]}`. What
 * else stands there is a piece of its own. Returns true when the last array was closed, false when the text ended before.
 * Throws what breaks the chunks off, after all that came before.
 */
export async function* elements(chunks: Chunks, limit: number): AsyncGenerator<Piece[], boolean> {
  const element = new Gathering(limit);
  const outside = new Gathering(limit);
  let inArray = false;
  let depth = 0;
  let inText = false;
  let escaped = false;
  const damage: unknown[] = [];
  for await (const chunk of upToDamage(chunks, damage)) {
    const ended: Piece[] = [];
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inText = false;
      } else if (byte === quote) {
        inText = true;
      } else if (!inArray) {
        if (byte !== 0x5b) continue;
        outside.add(chunk.subarray(start, i));
        ended.push(...strayed(outside));
        inArray = true;
        start = i + 1;
      } else if (byte === 0x7b || byte === 0x5b) {
        depth += 1;
      } else if (depth > 0) {
        if (byte === 0x7d || byte === 0x5d) depth -= 1;
      } else if (byte === comma || byte === 0x5d) {
        element.add(chunk.subarray(start, i));
        ended.push(element.take());
        inArray = byte === comma;
        start = i + 1;
      }
    }
    (inArray ? element : outside).add(chunk.subarray(start));
    yield ended;
  }
  const last = strayed(outside);
  if (last.length > 0) yield last;
  // The last one may be whole, and only the comma after it missing.
  if (inArray && depth === 0 && !inText && !element.isEmpty) yield [element.take()];
  for (const error of damage) throw error;
  return !inArray;
}
