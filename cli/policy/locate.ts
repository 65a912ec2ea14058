/** Line and column, from 1. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

export function locationAt(text: string, offset: number): Location {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

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
export function locate(text: string, path: readonly (string | number)[]): Location {
  if (path.length === 0) return { line: 1, column: 1 };
  return find(text, path) ?? locate(text, path.slice(0, -1));
}

function find(text: string, path: readonly (string | number)[]): Location | null {
  const here: (string | number)[] = [];
  let before = '';
  for (const { 0: piece, index } of text.matchAll(token)) {
    const isKey = piece.startsWith('"') && (before === '{' || before === ',') && typeof here.at(-1) === 'string';
    if (isKey) here[here.length - 1] = JSON.parse(piece) as string;
    const startsHere = isKey || (typeof here.at(-1) === 'number' && (before === '[' || before === ','));
    if (startsHere && piece !== ']' && isSame(here, path)) return locationAt(text, index);
    if (piece === '{') here.push('');
    else if (piece === '[') here.push(0);
    else if (piece === '}' || piece === ']') here.pop();
    else if (piece === ',' && typeof here.at(-1) === 'number') here[here.length - 1] = Number(here.at(-1)) + 1;
    before = piece;
  }
  return null;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((step, i) => String(step) === String(b[i]));
}
