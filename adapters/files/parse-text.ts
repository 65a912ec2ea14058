import { Damage } from '../../core/intake/reasons.ts';
import { partsAround } from './around-damage.ts';
import { recordsIn, recordsOf } from './containers.ts';
import { topLevelObjects } from './json-values.ts';

/** Whether a text is an object or an array that holds records. */
export function isContainer(text: string): boolean {
  const value = parsed(text);
  return !(value instanceof Damage) && recordsIn(value)[0] !== value;
}

export function recordsInLine(text: string): unknown[] {
  return valuesIn(text).flatMap(recordsOf);
}

/** As a rule one; several where they stand one after another, as Firehose writes them, or with commas. */
function valuesIn(text: string): unknown[] {
  const alone = parsed(text);
  if (!(alone instanceof Damage)) return [alone];
  const texts = topLevelObjects(text).map((one) => one.replace(/^[\s,]+|[\s,]+$/g, ''));
  const found = texts.flatMap(valueIn);
  return found.length > 0 && found.every((value) => value instanceof Damage) ? [alone] : found;
}

/** None in a text that is empty; where a damage hides others, them as well. */
export function valueIn(text: string): unknown[] {
  if (text.trim() === '') return [];
  const alone = parsed(text);
  if (!(alone instanceof Damage)) return [alone];
  const found = partsAround(text).map(parsed);
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
