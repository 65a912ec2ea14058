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

/** Everything here looks only at days strictly before the day asked about: a day's own flood cannot excuse its newcomers. */

export interface Known {
  /** Trusted days the value was seen on; three suspect days count as one. */
  readonly trusted: number;
  readonly ever: boolean;
  readonly firstDay: number | null;
}

/** Trusted days after which a value is a habit, and no news at all. */
export const daysToSettle = 3;
/** How many days of history the prior is worth. */
const priorDays = 4;
/** Active days until evidence has its full weight. */
const learningDays = 7;

/** Per table: how often an honest day brings a new value before we know better, and how likely a thief's use does. */
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
 * Whether its habits are known: by so many active days, or by fewer that lie weeks apart. What works once a week is known by how it does
 * that, and would be a newcomer for two months. Some of the days taught something: of what was in doubt from its first days on, nothing is known.
 */
export function isKnownWell(baseline: Baseline, day: number, days: number): boolean {
  return daysWanting(baseline, day, days) === 0 || isKnownApart(baseline, day, fewestApart(days));
}

/** Whether it is known where it runs: 3 days in 3 weeks are enough to tell that it runs elsewhere, where `days` are 7. */
export function isPlaceKnown(baseline: Baseline, day: number, days: number): boolean {
  return isKnownApart(baseline, day, sevenths(days, 3, 3));
}

function isKnownApart(baseline: Baseline, day: number, { days, weeks }: Apart): boolean {
  return daysWanting(baseline, day, days) === 0 && isSpread(baseline, day, weeks);
}

/** How many days more it takes to make so many active ones, of which enough taught something to establish it. */
export function daysWanting(baseline: Baseline, day: number, days: number): number {
  const active = activeDaysBefore(baseline, day);
  const taught = active - countCommonDays(baseline.suspectDays, daysBefore(baseline, day));
  return Math.max(0, days - active, Math.min(days, daysToSettle) - taught);
}

/** How many days are enough that lie in so many weeks, where else it takes `days`: 5 in 4 in place of 7. */
export function fewestApart(days: number): Apart {
  return sevenths(days, 5, 4);
}

/** Days that lie in so many weeks. */
interface Apart {
  readonly days: number;
  readonly weeks: number;
}

function sevenths(days: number, active: number, weeks: number): Apart {
  return { days: Math.ceil((days * active) / 7), weeks: Math.min(Math.ceil((days * weeks) / 7), weeksHeld) };
}

/** Whole weeks that the window of days holds. */
const weeksHeld = Math.floor(windowDays / 7);

/** Whether days with a use before this one lie in so many weeks, and those so far back as so many are long. */
function isSpread(baseline: Baseline, day: number, weeks: number): boolean {
  const active = [...activeDaysInWindow(baseline, day)];
  const first = active.at(-1) ?? day;
  return new Set(active.map(weekOf)).size >= weeks && day - first >= 7 * (weeks - 1);
}

/** Whether it was in use on each of so many days before; fewer than the window has. */
export function isActiveDaily({ activeDays, lastDay }: Baseline, day: number, days: number): boolean {
  return lastDay >= day - 1 && countCommonDays(activeDays, dayRange(day - days, day - 1)) === days;
}

/** Days on which the table gained a value, held back or not. The very first day is not a change, it is the beginning. */
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

/** True for a value that is no news at all on that day; never for none. */
export function isHabit(baseline: Baseline, name: TableName, value: string | null, day: number): boolean {
  return value !== null && knownDays(baseline, name, value, day).trusted >= daysToSettle;
}

/**
 * The tables in which a sighting holds something that is established in neither of the baselines, as bits in the order of
 * `tableNames`. Of all others `surprise` is 0, and they were seen on days enough to be no firsts.
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

/** Those of them that are habits. */
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

/** Whether it held as many values as a table keeps before this day: what seems new may have made room. */
export function wasFull(baseline: Baseline, name: TableName, day: number): boolean {
  let known = 0;
  baseline.tables[name].entries.forEach(({ firstDay }) => {
    if (firstDay < day) known++;
  });
  return known >= capacity[name];
}

/** How many values are habits; of tables that keep fingerprints, too. */
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
  // Nearly always there is no more to it.
  if (baseline.lastDay >= day - 1 && isInWindow(baseline, day - 1) && hasDay(baseline.activeDays, day - 1)) return 1;
  for (const last of activeDaysBack(baseline, day)) return day - last;
  return 0;
}

/** The longest such silence before that. */
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
  const weight = Math.max(leastWeight, Math.min(1, active / learningDays)) * (1 - known / daysToSettle);
  return weight * Math.max(0, Math.log2(stolen / rate));
}

/** Of the days before, those on which something was held back or waited. */
export function daysInDoubt(baseline: Baseline, day: number): number {
  return countCommonDays(baseline.suspectDays, daysBefore(baseline, day));
}

/** Whether the value was seen on a day on which nothing was held back or waited. */
export function isSeenWithoutDoubt(baseline: Baseline, name: TableName, value: string, day: number): boolean {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  if (entry === undefined) return false;
  const { low, high } = daysBefore(baseline, day);
  const { suspectDays } = baseline;
  return (entry.low & low & ~suspectDays.low) !== 0 || (entry.high & high & ~suspectDays.high) !== 0;
}

/**
 * Days since a value first came, where it came beside another that stays: of the days on which it was seen, most saw the
 * older value too. Null where it is the only one, or took the other's place: that is a move.
 */
export function daysBeside(baseline: Baseline, name: TableName, value: string, day: number): number | null {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  if (entry === undefined || entry.firstDay >= day) return null;
  const seen = countDays(entry);
  for (const older of baseline.tables[name].entries.values()) {
    const head = entry.firstDay - older.firstDay;
    if (head >= learningDays && countCommonDays(entry, older) > seen / 2) return day - entry.firstDay;
  }
  return null;
}

/**
 * Whether it left all that was usual for this: yesterday it was seen with it and with none of what it came by on each day of the week before, and did what
 * it does on each of them. Whoever else has the key may find its owner's place silent, or silence it, and does other work.
 */
export function hasMovedTo(baseline: Baseline, name: TableName, value: string, day: number): boolean {
  const entry = baseline.tables[name].entries.get(keyOf(name, value));
  if (entry === undefined || entry.firstDay >= day || !hasDay(entry, day - 1)) return false;
  const { firstDay } = entry;
  if (!isInWindow(baseline, firstDay - learningDays) || !isInWindow(baseline, day - 1)) return false;
  const before = daysBefore(baseline, firstDay);
  const usual = noDays();
  baseline.tables[name].entries.forEach((older) => {
    if (trustedDays(baseline, older, before) >= daysToSettle) addDays(usual, older, older);
  });
  const week = dayRange(firstDay - learningDays, firstDay - 1);
  const isDaily = countCommonDays(usual, week) === learningDays;
  return isDaily && !hasDay(usual, day - 1) && didDailyWork(baseline, week, day - 1);
}

/** Whether that day saw all that is done on each day of the week, of which there must be something. */
function didDailyWork({ tables }: Baseline, week: Days, day: number): boolean {
  const daily = [...tables.action.entries.values()].filter((entry) => countCommonDays(entry, week) === learningDays);
  return daily.length > 0 && daily.every((entry) => hasDay(entry, day));
}

function daysBefore({ lastDay }: Baseline, day: number): Days {
  if (lastDay !== asked.lastDay || day !== asked.day) {
    asked = { lastDay, day, before: dayRange(lastDay - windowDays + 1, Math.min(day - 1, lastDay)) };
  }
  return asked.before;
}

// Every signal asks it of the same day.
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
