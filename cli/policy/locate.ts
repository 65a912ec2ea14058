import { type JsonPath, placesIn } from '../../core/policy/json-places.ts';

/** Line and column, from 1. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

export function locationAt(text: string, offset: number): Location {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/**
 * Offset of the character at which a text stops being JSON. V8 names it only in some of its messages, but always tells
 * a fault from an early end, so the shortest faulty beginning is searched for.
 */
export function firstFault(text: string): number {
  let sound = 0;
  let faulty = text.length + 1;
  while (faulty - sound > 1) {
    const middle = (sound + faulty) >> 1;
    if (isFaulty(text.slice(0, middle))) faulty = middle;
    else sound = middle;
  }
  return sound;
}

function isFaulty(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return false;
  } catch (error) {
    // fails toward: the later of two places
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    if (/^(?:Unexpected end|Unterminated)/.test(message)) return false;
    return position === undefined || Number(position) < beginning.length;
  }
}

/** Where the key or element at `path` stands in a text that is valid JSON; what it should stand in where it is missing. */
export function locate(text: string, path: JsonPath): Location {
  if (path.length === 0) return { line: 1, column: 1 };
  return find(text, path) ?? locate(text, path.slice(0, -1));
}

function find(text: string, path: JsonPath): Location | null {
  for (const place of placesIn(text)) if (isSame(place.path, path)) return locationAt(text, place.index);
  return null;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((step, i) => String(step) === String(b[i]));
}
