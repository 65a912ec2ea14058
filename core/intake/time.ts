import { type Instant, parseInstant } from '../model/instant.ts';

/** 2013-11-13, when CloudTrail began, and 2100: one record from the year 9999 must not make everything else look old. */
const earliest: Instant = 1_384_300_800_000;
const latest: Instant = 4_102_444_800_000;

/** CloudTrail's times are in UTC, so one that an exporter wrote without a zone, or with a space in its middle, is taken for UTC. */
export function timeOf(value: unknown): Instant | null {
  if (typeof value !== 'string') return null;
  const at = parseInstant(value) ?? parseExported(value);
  return at !== null && isOfCloudTrail(at) ? at : null;
}

const exportedForm = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?(?:UTC|Z|([+-]\d\d)(?::?(\d\d))?)?$/;

function parseExported(text: string): Instant | null {
  const parts = exportedForm.exec(text);
  if (parts === null) return null;
  const [, date, time, hours, minutes = '00'] = parts;
  return parseInstant(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
}

export function isOfCloudTrail(at: Instant): boolean {
  return at >= earliest && at < latest;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const javaForm = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})\s([AP])M$/;

/** `Jul 18, 2023, 4:07:39 PM`: how STS responses print an expiry, in UTC, the last space sometimes a narrow one. */
export function expiryOf(value: unknown): Instant | null {
  if (typeof value !== 'string') return null;
  const parts = javaForm.exec(value);
  if (parts === null) return parseInstant(value);
  const month = months.indexOf(parts[1] ?? '') + 1;
  const hours = (Number(parts[4]) % 12) + (parts[7] === 'P' ? 12 : 0);
  const two = (n: number | string | undefined) => String(n).padStart(2, '0');
  return parseInstant(`${parts[3]}-${two(month)}-${two(parts[2])}T${two(hours)}:${parts[5]}:${parts[6]}Z`);
}
