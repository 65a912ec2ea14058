/** Days remembered by every set of days; older ones are forgotten by sliding. */
export const windowDays = 64;

/**
 * A set of days out of a window of 64 that ends at a last day known to the owner of the set: day `d` is bit `d mod 64`.
 * Two halves instead of a bigint keep joining and counting free of allocation; the ring makes a join a plain OR.
 */
export interface Days {
  /** Signed 32-bit: days with `d mod 64` below 32. */
  low: number;
  high: number;
}

export function noDays(): Days {
  return { low: 0, high: 0 };
}

/** The caller knows that `day` is inside the window. True when the day was not yet there. */
export function addDay(days: Days, day: number): boolean {
  const bit = 1 << (day & 31);
  if ((day & 32) === 0) {
    if ((days.low & bit) !== 0) return false;
    days.low |= bit;
  } else {
    if ((days.high & bit) !== 0) return false;
    days.high |= bit;
  }
  return true;
}

export function hasDay(days: Days, day: number): boolean {
  return (((day & 32) === 0 ? days.low : days.high) & (1 << (day & 31))) !== 0;
}

/** The days from `first` up to and including `last`; none when `last` comes before `first`. */
export function dayRange(first: number, last: number): Days {
  if (last < first) return noDays();
  if (last - first >= windowDays - 1) return { low: -1, high: -1 };
  const start = first & 63;
  const end = (last & 63) + 1;
  if (start < end) return { low: lowBelow(end) & ~lowBelow(start), high: highBelow(end) & ~highBelow(start) };
  return { low: lowBelow(end) | ~lowBelow(start), high: highBelow(end) | ~highBelow(start) };
}

/** The low half of the places 0 up to, not including, `place`. */
function lowBelow(place: number): number {
  return place >= 32 ? -1 : (1 << place) - 1;
}

function highBelow(place: number): number {
  if (place <= 32) return 0;
  return place === 64 ? -1 : (1 << (place - 32)) - 1;
}

export function clearDays(days: Days, cleared: Days): void {
  days.low &= ~cleared.low;
  days.high &= ~cleared.high;
}

/** Adds those days of `from` that are in `kept`. */
export function addDays(days: Days, from: Days, kept: Days): void {
  days.low |= from.low & kept.low;
  days.high |= from.high & kept.high;
}

export function countDays(days: Days): number {
  return ones(days.low) + ones(days.high);
}

/** How many days are in both sets. */
export function countCommonDays(a: Days, b: Days): number {
  return ones(a.low & b.low) + ones(a.high & b.high);
}

/** The latest day of a set whose window ends at `lastDay`; null for none. */
export function latestDay(days: Days, lastDay: number): number | null {
  if (days.low === 0 && days.high === 0) return null;
  let day = lastDay;
  while (!hasDay(days, day)) day--;
  return day;
}

/** How many bits of a 32-bit number are set. */
export function ones(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
