import { dayOf, type Instant } from '../../model/instant.ts';
import { advance, isInWindow, weekOf } from './advance.ts';
import { type Baseline, type Entry, type Key, type Table, type TableName, tableNames } from './baseline.ts';
import { addDay, windowDays } from './days.ts';
import { makeRoom } from './eviction.ts';
import { type Lesson, lessonOf, type Sighting } from './lesson.ts';
import { countUse } from './volume.ts';

/**
 * `hold` for suspect uses: they make the day count as noisy, but establish nothing. `wait` for those that may be honest
 * news: they are remembered, on a day of which three count as one.
 */
export type Trust = 'learn' | 'wait' | 'hold';

/** True when the baseline changed in a way worth a write: a later `lastAt` or a slightly busier hour alone is not. */
export function learn(baseline: Baseline, sighting: Sighting, trust: Trust): boolean {
  return take(lessonOf(sighting), baseline, trust);
}

/** Account and kind learn what their credentials wait with: somebody among them is new somewhere every day, which makes no day doubtful. */
export function learnInAll(
  own: readonly (Baseline | null)[],
  others: readonly (Baseline | null)[],
  lesson: Lesson,
  trust: Trust,
): void {
  for (const baseline of own) if (baseline !== null) take(lesson, baseline, trust);
  for (const baseline of others) if (baseline !== null) take(lesson, baseline, trust === 'wait' ? 'learn' : trust);
}

function take({ at, keys, event, action, denied }: Lesson, baseline: Baseline, trust: Trust): boolean {
  if (!(at >= 0)) return false;
  const day = dayOf(at);
  advance(baseline, day);
  let changed = markActive(baseline, at, day, trust);
  const { inOrder } = baseline;
  for (let i = 0; i < inOrder.length; i++) {
    const key = keys[i] ?? null;
    if (key === null) continue;
    const table = inOrder[i] as Table;
    const entry = table.entries.get(key);
    if (trust === 'hold') changed = markNew(baseline, table, entry, day) || changed;
    else if (entry === undefined) changed = admit(baseline, tableNames[i] as TableName, key, day) || changed;
    else changed = remember(baseline, entry, day) || changed;
  }
  return countUse(baseline, at, event, action, denied, trust !== 'hold') || changed;
}

function markActive(baseline: Baseline, at: Instant, day: number, trust: Trust): boolean {
  if (at > baseline.lastAt) baseline.lastAt = at;
  let changed = at < baseline.firstAt;
  if (changed) baseline.firstAt = at;
  const week = weekOf(day);
  if (week > weekOf(baseline.lastDay) - windowDays) changed = addDay(baseline.activeWeeks, week) || changed;
  if (!isInWindow(baseline, day)) return changed;
  changed = addDay(baseline.activeDays, day) || changed;
  if (trust !== 'learn') changed = addDay(baseline.suspectDays, day) || changed;
  return changed;
}

function remember(baseline: Baseline, entry: Entry, day: number): boolean {
  const earlier = day < entry.firstDay;
  if (earlier) entry.firstDay = day;
  return (isInWindow(baseline, day) && addDay(entry, day)) || earlier;
}

function admit(baseline: Baseline, name: TableName, key: Key, day: number): boolean {
  const { entries } = baseline.tables[name];
  const entry = { low: 0, high: 0, firstDay: day };
  if (isInWindow(baseline, day)) addDay(entry, day);
  entries.set(key, entry);
  makeRoom(baseline, name);
  return true;
}

/** A value that was not known before this day makes it a day of change, whether or not the value may be remembered. */
function markNew(baseline: Baseline, table: Table, entry: Entry | undefined, day: number): boolean {
  if ((entry !== undefined && entry.firstDay < day) || !isInWindow(baseline, day)) return false;
  return addDay(table.newDays, day);
}
