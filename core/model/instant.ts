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

const isoForm = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** Reads ISO 8601 with a zone, the only form that AWS sends; anything else, also an impossible date, is null. */
export function parseInstant(text: string): Instant | null {
  const parts = isoForm.exec(text);
  if (parts === null) return null;
  const [year, month, dayOfMonth, hours, minutes, seconds] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return null;
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  const milliseconds = parts[7] === undefined ? 0 : Math.floor(Number(`0.${parts[7]}`) * 1000);
  const sign = parts[8] === '-' ? -1 : 1;
  const offset = parts[8] === undefined ? 0 : sign * (Number(parts[9]) * hour + Number(parts[10]) * minute);
  return (
    daysFromCivil(year, month, dayOfMonth) * day +
    hours * hour +
    minutes * minute +
    seconds * second +
    milliseconds -
    offset
  );
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
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
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
