/**
 * A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored, as CloudTrail does.
 * core has no clock and no `Date`; these few functions are all the calendar it needs.
 */
export type Instant = number;

export const second = 1_000;
export const minute = 60_000;
export const hour = 3_600_000;
export const day = 86_400_000;

/** Whole days since 1970-01-01. */
export function dayOf(at: Instant): number {
  return Math.floor(at / day);
}

/** 0 (Sunday) to 6 (Saturday), UTC. */
export function weekdayOf(at: Instant): number {
  return (((dayOf(at) + 4) % 7) + 7) % 7;
}

const zoneForm = /^(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** Reads ISO 8601 with a zone, the only form that AWS sends; anything else, also an impossible date, is null. */
export function parseInstant(text: string): Instant | null {
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const dayOfMonth = digitsAt(text, 8, 2);
  const hours = digitsAt(text, 11, 2);
  const minutes = digitsAt(text, 14, 2);
  const seconds = digitsAt(text, 17, 2);
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return null;
  const at = instantFrom(year, month, dayOfMonth, hours, minutes, seconds);
  const offset = text.length === 20 && text[19] === 'Z' ? 0 : zoneAt(text.slice(19));
  return at === null || offset === null ? null : at + offset;
}

/** In UTC; months from 1. Null where one of them is no number, or too large. */
export function instantFrom(
  year: number,
  month: number,
  dayOfMonth: number,
  hours: number,
  minutes: number,
  seconds: number,
): Instant | null {
  if (!(year >= 0 && hours <= 23 && minutes <= 59 && seconds <= 60)) return null;
  if (!(month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month))) return null;
  return daysFromCivil(year, month, dayOfMonth) * day + hours * hour + minutes * minute + seconds * second;
}

/** The same for what people write: a day alone is its first instant, UTC. */
export function parseMoment(text: string): Instant | null {
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}

/** The number written at `from`, NaN unless all `length` characters are digits. */
function digitsAt(text: string, from: number, length: number): number {
  let value = 0;
  for (let i = from; i < from + length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** `.250+02:00` → what to add to the time before it, in milliseconds. */
function zoneAt(text: string): number | null {
  const parts = zoneForm.exec(text);
  if (parts === null) return null;
  const milliseconds = parts[1] === undefined ? 0 : Math.floor(Number(`0.${parts[1]}`) * 1000);
  const ahead = parts[2] === undefined ? 0 : Number(parts[3]) * hour + Number(parts[4]) * minute;
  return parts[2] === '-' ? milliseconds + ahead : milliseconds - ahead;
}

/** `2026-11-24T22:11:06Z`; milliseconds only where there are any. */
export function formatInstant(at: Instant): string {
  const days = dayOf(at);
  const rest = at - days * day;
  const [year, month, dayOfMonth] = civilFromDays(days);
  const two = (n: number) => String(n).padStart(2, '0');
  const milliseconds = rest % second;
  const fraction = milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`;
  const clock = `${two(Math.floor(rest / hour))}:${two(Math.floor(rest / minute) % 60)}:${two(Math.floor(rest / second) % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}T${clock}${fraction}Z`;
}

/** `2026-11-24`. */
export function formatDay(at: Instant): string {
  return formatInstant(dayOf(at) * day).slice(0, 10);
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Proleptic Gregorian calendar, with years that begin in March so that the leap day comes last. */
function daysFromCivil(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): [year: number, month: number, dayOfMonth: number] {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * m + 2) / 5) + 1];
}
