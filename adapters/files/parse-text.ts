import { Damage } from '../../core/intake/reasons.ts';
import { hasMatchingBrackets, partsAround, partsBeforeEnd } from './around-damage.ts';
import { recordsIn, recordsOf } from './containers.ts';
import { piecesOf } from './splitter.ts';

/** Whether a text is an object or an array that holds records. */
export function isContainer(text: string): boolean {
  const value = parsed(text);
  return !(value instanceof Damage) && recordsIn(value)[0] !== value;
}

/** As a rule of one value; several stand one after another as Firehose writes them, or with commas. */
export function recordsInLine(text: string): unknown[] {
  const alone = parsed(text);
  if (!(alone instanceof Damage)) return recordsIn(alone);
  const pieces = piecesOf(text);
  const found: unknown[] = [];
  let next = pieces.next();
  for (; next.done !== true; next = pieces.next()) {
    for (const record of valueIn(next.value).flatMap(recordsOf)) found.push(record);
  }
  const isClosed = next.value;
  const isDamaged = found.some((value) => value instanceof Damage);
  if (!isDamaged) return isClosed ? found : [...found, alone];
  return found.every((value) => value instanceof Damage) ? [alone] : found;
}

/** None in a text that is empty; where a damage hides others, them as well. */
export function valueIn(text: string): unknown[] {
  if (text.trim() === '') return [];
  const alone = parsed(text);
  if (!(alone instanceof Damage)) return [alone];
  const parts = hasMatchingBrackets(text) ? partsBeforeEnd(text) : partsAround(text);
  if (parts[0]?.length === text.length) return [alone];
  const found = parts.map(parsed);
  return found.some((value) => value instanceof Damage) ? found : [...found, alone];
}

const notJson = new Damage('not-json');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // fails toward: counted, not read
    return notJson;
  }
}
