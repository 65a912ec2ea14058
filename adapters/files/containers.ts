import { Damage } from '../../core/intake/reasons.ts';
import { topLevelObjects } from './json-values.ts';

/** What objects call their arrays of records: CloudTrail's files, LookupEvents, CloudWatch Logs' pages and subscriptions. */
export const arrayNames = ['Records', 'Events', 'events', 'logEvents'] as const;

/** Whether a text is an object or an array that holds records. */
export function isContainer(text: string): boolean {
  const [value] = valueIn(text);
  return value !== undefined && !(value instanceof Damage) && recordsIn(value)[0] !== value;
}

/** Takes a value out of the containers that hold several records. */
export function recordsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  const fields = value as { readonly [name: string]: unknown };
  return arrayNames.map((name) => fields[name]).find(Array.isArray) ?? [value];
}

export function recordsOf(value: unknown): unknown[] {
  return value instanceof Damage ? [value] : recordsIn(value);
}

export function recordsInLine(text: string): unknown[] {
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

const notJson = [new Damage('not-json')];

/** None in a text that is empty. */
export function valueIn(text: string): unknown[] {
  if (text.trim() === '') return [];
  try {
    return [JSON.parse(text)];
  } catch {
    // fails toward: counted, not read
    return notJson;
  }
}
