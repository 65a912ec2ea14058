import { dayOf } from '../../model/instant.ts';
import { sortFew } from '../../model/sort-few.ts';
import { isInWindow, weekOf } from './advance.ts';
import { type Baseline, capacity, type Entry, type Key, type TableName } from './baseline.ts';
import {
  addDay,
  addDays,
  countCommonDays,
  countDays,
  type Days,
  dayRange,
  hasDay,
  noDays,
  ones,
  windowDays,
} from './days.ts';
import { keyOf, type Lesson } from './lesson.ts';

/** Everything here looks only at days before the day asked about: what floods in today cannot make itself usual. */

export interface Known {
  /** Days on which the value was seen, of which three suspect ones count as one. */
  readonly trusted: number;
  readonly ever: boolean;
  readonly firstDay: number | null;
}

/** Trusted days from which a value is a habit, and no news at all. */
export const daysToSettle = 3;
/** Days of its own history that weigh as much as the prior. */
const priorDays = 4;
/** Active days from which evidence has its full weight. */
const daysToFullWeight = 7;
/** Days. */
const week = 7;

/** Per table: how often an honest day brings a new value, until its own record says better, and how often a thief's use does. */
const chances: Readonly<Record<TableName, { readonly honest: number; readonly stolen: number }>> = {
  network: { honest: 0.05, stolen: 0.9 },
  networkKind: { honest: 0.02, stolen: 0.6 },
  country: { honest: 0.02, stolen: 0.6 },
  region: { honest: 0.02, stolen: 0.4 },
  service: { honest: 0.05, stolen: 0.6 },
  action: { honest: 0.2, stolen: 0.8 },
  client: { honest: 0.05, stolen: 0.7 },
  hours: { honest: 0.05, stolen: 0.5 },
  peer: { honest: 0.03, stolen: 0.5 },
  resource: { honest: 0.1, stolen: 0.8 },
  mfa: { honest: 0.02, stolen: 0.6 },
  address: { honest: 0.2, stolen: 0.9 },
  system: { honest: 0.05, stolen: 0.5 },
  data: { honest: 0.1, stolen: 0.8 },
};

export function activeDaysBefore(baseline: Baseline, day: number): number {
  return countCommonDays(baseline.activeDays, daysBefore(baseline, day));
}

/**
 * Whether its habits are known: by so many active days, or by fewer that are spread over weeks, since what works once a week would be a
 * newcomer for two months otherwise. Enough of those days must have taught something: what was in doubt from the first has no habits.
 */
export function isKnownWell(baseline: Baseline, day: number, days: number): boolean {
  return daysWanting(baseline, day, days) === 0 || isKnownApart(baseline, day, fewestApart(days));
}

/** Whether its place is known, which takes fewer days than its habits: where `days` are 7, 3 in 3 weeks. */
export function isPlaceKnown(baseline: Baseline, day: number, days: number): boolean {
  return isKnownApart(baseline, day, sevenths(days, 3, 3));
}

function isKnownApart(baseline: Baseline, day: number, { days, weeks }: Apart): boolean {
  return daysWanting(baseline, day, days) === 0 && isSpread(baseline, day, weeks);
}

/** How many active days are wanting to `days`, of which enough to make a habit must have taught something. */
export function daysWanting(baseline: Baseline, day: number, days: number): number {
  const active = activeDaysBefore(baseline, day);
  const taught = active - countCommonDays(baseline.suspectDays, daysBefore(baseline, day));
  return Math.max(0, days - active, Math.min(days, daysToSettle) - taught);
}

/** How few days are enough if they are spread over weeks: where `days` are 7, 5 in 4 weeks. */
export function fewestApart(days: number): Apart {
  return sevenths(days, 5, 4);
}

/** So many days, spread over so many weeks. */
interface Apart {
  readonly days: number;
  readonly weeks: number;
}

function sevenths(days: number, active: number, weeks: number): Apart {
  return { days: Math.ceil((days * active) / 7), weeks: Math.min(Math.ceil((days * weeks) / 7), weeksHeld) };
}

/** Whole weeks in the window of days. */
const weeksHeld = Math.floor(windowDays / 7);

/** Whether the active days before this one lie in so many calendar weeks, and reach back as far as that takes. */
function isSpread(baseline: Baseline, day: number, weeks: number): boolean {
  const active = [...activeDaysInWindow(baseline, day)];
  const first = active.at(-1) ?? day;
  return new Set(active.map(weekOf)).size >= weeks && day - first >= 7 * (weeks - 1);
}

/** Whether it was in use on every one of the `days` before, which must be fewer than the window has. */
export function isActiveDaily({ activeDays, lastDay }: Baseline, day: number, days: number): boolean {
  return lastDay >= day - 1 && countCommonDays(activeDays, dayRange(day - days, day - 1)) === days;
}

/** Days on which the table gained a value, even one that was held back. The first day of all is no change but the beginning. */
export function changeDaysBefore(baseline: Baseline, name: TableName, day: number): number {
  const table = baseline.tables[name];
  const changed: Days = { low: table.newDays.low, high: table.newDays.high };
  table.entries.forEach(({ firstDay }) => {
    if (isInWindow(baseline, firstDay)) addDay(changed, firstDay);
  });
  const beginning = dayOf(baseline.firstAt);
  const began = isInWindow(baseline, beginning) && beginning < day && hasDay(changed, beginning) ? 1 : 0;
  return countCommonDays(changed, daysBefore(baseline, day)) - began;
}

export function knownDays(baseline: Baseline, name: TableName, value: string, day: number): Known {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  if (entry === undefined || entry.firstDay >= day) return { trusted: 0, ever: false, firstDay: null };
  return { trusted: trustedDays(baseline, entry, daysBefore(baseline, day)), ever: true, firstDay: entry.firstDay };
}

/** Days on which the value was seen, trusted or not. */
export function daysSeen(baseline: Baseline, name: TableName, value: string, day: number): number {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  return entry === undefined ? 0 : countCommonDays(entry, daysBefore(baseline, day));
}

/** Days on which it was seen with more than one value of the table. */
export function daysOfSeveral(baseline: Baseline, name: TableName, day: number): number {
  const [one, several] = [noDays(), noDays()];
  baseline.tables[name].entries.forEach((entry) => {
    addDays(several, one, entry);
    addDays(one, entry, entry);
  });
  return countCommonDays(several, daysBefore(baseline, day));
}

/** Whether the value is no news at all on that day; null never is a habit. */
export function isHabit(baseline: Baseline, name: TableName, value: string | null, day: number): boolean {
  return value !== null && knownDays(baseline, name, value, day).trusted >= daysToSettle;
}

/**
 * The tables in which a sighting has a value that is a habit in neither of the baselines, as bits in the order of `tableNames`. For all
 * other tables `surprise` is 0.
 */
export function newsIn(lesson: Lesson, day: number, habits: Baseline, kin: Baseline | null): number {
  const news = newsFor(habits, lesson, day);
  return kin === null || news === 0 ? news : news & newsFor(kin, lesson, day);
}

function newsFor(baseline: Baseline, { keys }: Lesson, day: number): number {
  const before = daysBefore(baseline, day);
  const { inOrder } = baseline;
  let news = 0;
  for (let i = 0; i < inOrder.length; i++) {
    const key = keys[i] ?? null;
    if (key === null) continue;
    const entry = inOrder[i]?.entries.get(key);
    if (entry === undefined || trustedDays(baseline, entry, before) < daysToSettle) news |= 1 << i;
  }
  return news;
}

/** At most `limit` values, most established first. Empty for tables of which only fingerprints are kept. */
export function valuesBefore(
  baseline: Baseline,
  name: TableName,
  day: number,
  limit = Number.POSITIVE_INFINITY,
): string[] {
  return trustedOn(0, baseline, name, day).slice(0, limit);
}

/** The values that are habits. */
export function settledBefore(baseline: Baseline, name: TableName, day: number): string[] {
  return trustedOn(daysToSettle, baseline, name, day);
}

function trustedOn(leastDays: number, baseline: Baseline, name: TableName, day: number): string[] {
  const before = daysBefore(baseline, day);
  const known: { value: string; trusted: number }[] = [];
  baseline.tables[name].entries.forEach((entry, key) => {
    if (!isText(key) || entry.firstDay >= day) return;
    const trusted = trustedDays(baseline, entry, before);
    if (trusted >= leastDays) known.push({ value: key, trusted });
  });
  sortFew(known, (a, b) => b.trusted - a.trusted || (a.value < b.value ? -1 : 1));
  return known.map((one) => one.value);
}

/** Whether the table was full before this day: then what seems new may have been seen before, and made room. */
export function wasFull(baseline: Baseline, name: TableName, day: number): boolean {
  let known = 0;
  baseline.tables[name].entries.forEach(({ firstDay }) => {
    if (firstDay < day) known++;
  });
  return known >= capacity[name];
}

/** How many values are habits, in tables of fingerprints as well. */
export function countSettled(baseline: Baseline, name: TableName, day: number): number {
  const before = daysBefore(baseline, day);
  let settled = 0;
  baseline.tables[name].entries.forEach((entry) => {
    if (trustedDays(baseline, entry, before) >= daysToSettle) settled++;
  });
  return settled;
}

/** Days since the last active day: exact within 64 days, to the week within 64 weeks. Zero where nothing came before. */
export function daysSilent(baseline: Baseline, day: number): number {
  // Quick, and nearly always the answer.
  if (baseline.lastDay >= day - 1 && isInWindow(baseline, day - 1) && hasDay(baseline.activeDays, day - 1)) return 1;
  for (const last of activeDaysBack(baseline, day)) return day - last;
  return 0;
}

/** The longest silence before that one. */
export function longestGapBefore(baseline: Baseline, day: number): number {
  let longest = 0;
  let later: number | null = null;
  for (const active of activeDaysBack(baseline, day)) {
    if (later !== null) longest = Math.max(longest, later - active);
    later = active;
  }
  return longest;
}

/**
 * Bits of evidence that a value is a thief's rather than the owner's: how much likelier a thief is to bring a new value
 * than this credential is, by its own record of change. 0 for established values, and low while there is little history,
 * unless others vouch for at least `leastWeight` of it.
 */
export function surprise(baseline: Baseline, name: TableName, value: string, day: number, leastWeight = 0): number {
  const before = daysBefore(baseline, day);
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  const known = entry === undefined ? 0 : trustedDays(baseline, entry, before);
  if (known >= daysToSettle) return 0;
  const active = countCommonDays(baseline.activeDays, before);
  const { honest, stolen } = chances[name];
  const rate = (changeDaysBefore(baseline, name, day) + priorDays * honest) / (active + priorDays);
  const weight = Math.max(leastWeight, Math.min(1, active / daysToFullWeight)) * (1 - known / daysToSettle);
  return weight * Math.max(0, Math.log2(stolen / rate));
}

/** How many days before had something held back or waiting. */
export function daysInDoubt(baseline: Baseline, day: number): number {
  return countCommonDays(baseline.suspectDays, daysBefore(baseline, day));
}

/** Whether the value was seen on a day with nothing held back or waiting. */
export function isSeenWithoutDoubt(baseline: Baseline, name: TableName, value: string, day: number): boolean {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  if (entry === undefined) return false;
  const { low, high } = daysBefore(baseline, day);
  const { suspectDays } = baseline;
  return (entry.low & low & ~suspectDays.low) !== 0 || (entry.high & high & ~suspectDays.high) !== 0;
}

/**
 * Days since a value first came, where it came beside an older one that stays: on most days it was seen together with that. Null where it is
 * the only one, or took the place of the other, which is a move.
 */
export function daysBeside(baseline: Baseline, name: TableName, value: string, day: number): number | null {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  if (entry === undefined || entry.firstDay >= day) return null;
  const seen = countDays(entry);
  for (const older of baseline.tables[name].entries.values()) {
    const head = entry.firstDay - older.firstDay;
    if (head >= week && countCommonDays(entry, older) > seen / 2) return day - entry.firstDay;
  }
  return null;
}

/**
 * Whether it gave up all that was usual for this value. Yesterday it was seen with it, with none of the values that it had on every day of
 * the week before, and doing all the work that it did on every day of that week. A thief may find the owner's place silent, or silence it,
 * but does other work. `leastWork`: how many different calls that work must consist of.
 */
export function hasMovedTo(baseline: Baseline, name: TableName, value: string, day: number, leastWork = 1): boolean {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  if (entry === undefined || entry.firstDay >= day || !hasDay(entry, day - 1)) return false;
  const { firstDay } = entry;
  if (!isInWindow(baseline, firstDay - week) || !isInWindow(baseline, day - 1)) return false;
  const before = daysBefore(baseline, firstDay);
  const usual = noDays();
  baseline.tables[name].entries.forEach((older) => {
    if (trustedDays(baseline, older, before) >= daysToSettle) addDays(usual, older, older);
  });
  const weekBefore = dayRange(firstDay - week, firstDay - 1);
  const isDaily = countCommonDays(usual, weekBefore) === week;
  return isDaily && !hasDay(usual, day - 1) && didDailyWork(baseline, weekBefore, day - 1, leastWork);
}

/** Whether that day saw all the work that is done on every day of the week. There must be some. */
function didDailyWork({ tables }: Baseline, weekBefore: Days, day: number, leastWork: number): boolean {
  const daily = [...tables.action.entries.values()].filter((entry) => countCommonDays(entry, weekBefore) === week);
  return daily.length >= leastWork && daily.every((entry) => hasDay(entry, day));
}

function daysBefore({ lastDay }: Baseline, day: number): Days {
  if (lastDay !== asked.lastDay || day !== asked.day) {
    asked = { lastDay, day, before: dayRange(lastDay - windowDays + 1, Math.min(day - 1, lastDay)) };
  }
  return asked.before;
}

// Kept, since every signal asks about the same day.
let asked: { readonly lastDay: number; readonly day: number; readonly before: Readonly<Days> } = {
  lastDay: Number.NaN,
  day: Number.NaN,
  before: noDays(),
};

function trustedDays(baseline: Baseline, entry: Entry, before: Days): number {
  const low = entry.low & before.low;
  const high = entry.high & before.high;
  const suspect = ones(low & baseline.suspectDays.low) + ones(high & baseline.suspectDays.high);
  return ones(low) + ones(high) - suspect + Math.floor(suspect / 3);
}

/** Latest first. */
function* activeDaysInWindow({ lastDay, activeDays }: Baseline, day: number): Generator<number> {
  const firstDay = lastDay - windowDays + 1;
  for (let past = Math.min(day - 1, lastDay); past >= firstDay; past--) {
    if (hasDay(activeDays, past)) yield past;
  }
}

/** Active days before `day`, latest first; for what is older than the window of days, the middle of the week. */
function* activeDaysBack(baseline: Baseline, day: number): Generator<number> {
  yield* activeDaysInWindow(baseline, day);
  const { lastDay, activeWeeks } = baseline;
  const firstDay = lastDay - windowDays + 1;
  const firstWeek = weekOf(lastDay) - windowDays + 1;
  for (let week = Math.min(weekOf(day), weekOf(firstDay)) - 1; week >= firstWeek; week--) {
    if (hasDay(activeWeeks, week)) yield 7 * week + 3;
  }
}

function isText(key: Key): key is string {
  return typeof key === 'string';
}
