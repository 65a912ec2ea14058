import { compare } from '../../model/sort-few.ts';
import { isInWindow } from './advance.ts';
import { type Baseline, capacity, type Entry, type Key, type Table, type TableName, tableNames } from './baseline.ts';
import { addDay, countDays, latestDay } from './days.ts';
import { daysToSettle } from './familiarity.ts';
import { fingerprint } from './fingerprint.ts';

/**
 * Negative when the first is less established. Below three days the longest unseen goes first, so that newcomers make
 * room for each other and no flood of them displaces an established value; above, the one seen on fewer days.
 */
function compareEstablished(a: Entry, keyA: Key, b: Entry, keyB: Key, lastDay: number): number {
  const daysA = countDays(a);
  const daysB = countDays(b);
  const bothNew = daysA < daysToSettle && daysB < daysToSettle;
  if (!bothNew && daysA !== daysB) return daysA - daysB;
  return (
    recency(a, lastDay) - recency(b, lastDay) ||
    daysA - daysB ||
    fingerprintOf(keyA) - fingerprintOf(keyB) ||
    compare(String(keyA), String(keyB))
  );
}

/** Takes the least established values out of a table until it is within its capacity. */
export function makeRoom(baseline: Baseline, name: TableName): void {
  const table = baseline.tables[name];
  while (table.entries.size > capacity[name]) {
    forget(baseline, table, weakestOf(table, baseline.lastDay));
  }
}

/** Takes the `n` least established values out, whichever tables they are in. */
export function forgetLeastEstablished(baseline: Baseline, n: number): void {
  const all = tableNames.flatMap((name) => {
    const table = baseline.tables[name];
    return Array.from(table.entries, ([key, entry]) => ({ table, key, entry }));
  });
  all.sort((a, b) => compareEstablished(a.entry, a.key, b.entry, b.key, baseline.lastDay));
  for (const { table, key } of all.slice(0, n)) forget(baseline, table, key);
}

/** The day on which the value appeared stays known as a day of change. */
function forget(baseline: Baseline, table: Table, key: Key): void {
  const entry = table.entries.get(key);
  if (entry === undefined) return;
  if (isInWindow(baseline, entry.firstDay)) addDay(table.newDays, entry.firstDay);
  table.entries.delete(key);
  baseline.overflowed = true;
}

function weakestOf(table: Table, lastDay: number): Key {
  let weakestKey: Key = '';
  let weakest: Entry | null = null;
  // A full table is gone through for every newcomer, and its pairs would be made anew each time.
  table.entries.forEach((entry, key) => {
    if (weakest !== null && compareEstablished(entry, key, weakest, weakestKey, lastDay) > 0) return;
    weakest = entry;
    weakestKey = key;
  });
  return weakestKey;
}

function recency(entry: Entry, lastDay: number): number {
  return latestDay(entry, lastDay) ?? -1;
}

function fingerprintOf(key: Key): number {
  return typeof key === 'number' ? key : fingerprint(key);
}
