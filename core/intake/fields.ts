import type { AccessKeyId, AccountId, Arn, Untrusted } from '../model/brand.ts';

/** A JSON object whose fields nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = Object.freeze(Object.create(null));

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one: most of a record is optional, and `null` and `{}` are AWS's ways to say nothing. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : nothing;
}

/** The objects of a list; none where it is no list. */
export function listOf(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list.filter(isFields) : [];
}

/** A list as it is, anything else as a list of one: IAM and S3 write no brackets around a single entry. */
export function manyOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The words of a list; none where it is no list. */
export function wordsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : [];
}

/** No name, id or ARN of AWS's is longer. */
const longest = 2_048;

/** A string with something in it, else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : null;
}

/** Text that a stranger chose, cut to `length` characters. */
export function untrusted(value: unknown, length: number): Untrusted | null {
  if (typeof value !== 'string' || value === '') return null;
  return (value.length > length ? cutTo(length, value) : value) as Untrusted;
}

/** Copies the characters: a plain slice keeps the whole text in memory. */
function cutTo(length: number, text: string): string {
  return Array.from({ length }, (_, at) => text[at]).join('');
}

/** `true`, `"true"` and `"Yes"` are the same answer; null where there is none. */
export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'Yes') return true;
  if (value === 'false' || value === 'No') return false;
  return null;
}

const accountForm = /^\d{1,12}$/;

/** Twelve digits, however the record spells them: a number has lost its leading zeros. */
export function accountOf(value: unknown): AccountId | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !accountForm.test(text)) return null;
  return (text.length === 12 ? text : text.padStart(12, '0')) as AccountId;
}

export function arnOf(value: unknown): Arn | null {
  const text = textOf(value);
  return text?.startsWith('arn:') ? (text as Arn) : null;
}

/** Part `index` of `arn:partition:service:region:account:resource`; the resource may hold further colons. */
export function arnPart(arn: string, index: 1 | 2 | 4): string {
  return arn.split(':', index + 1)[index] ?? '';
}

const keyForm = /^A[A-Z]{3}\w{12,124}$/;

/** Null for a key that AWS left out, emptied or masked. */
export function accessKeyOf(value: unknown): AccessKeyId | null {
  return typeof value === 'string' && keyForm.test(value) ? (value as AccessKeyId) : null;
}
