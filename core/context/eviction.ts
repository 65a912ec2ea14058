import { isInWindow } from './advance.ts';
import { type Baseline, capacity, type Entry, type Key, type Table, type TableName } from './baseline.ts';
import { addDay, countDays, latestDay } from './days.ts';
import { fingerprint } from './fingerprint.ts';

/** Days after which a value is established. */
const establishedDays = 3;

/**
 * Negative when the first is less established. Below three days the longest unseen goes first, so that newcomers make
 * room for each other and no flood of them displaces an established value; above, the one seen on fewer days.
 */
export function compareEstablished(a: Entry, keyA: Key, b: Entry, keyB: Key, lastDay: number): number {
  const days = countDays(a) - countDays(b);
  const recent = recency(a, lastDay) - recency(b, lastDay);
  const bothNew = countDays(a) < establishedDays && countDays(b) < establishedDays;
  const order = bothNew ? recent || days : days || recent;
  return order || fingerprintOf(keyA) - fingerprintOf(keyB) || (keyA < keyB ? -1 : 1);
}

/** Takes the least established values out of a table until it is within its capacity. */
export function makeRoom(baseline: Baseline, name: TableName): void {
  const table = baseline.tables[name];
  while (table.entries.size > capacity[name]) {
    forget(baseline, table, weakestOf(table, baseline.lastDay));
  }
}

/** The day on which the value appeared stays known as a day of change. */
export function forget(baseline: Baseline, table: Table, key: Key): void {
  const entry = table.entries.get(key);
  if (entry === undefined) return;
  if (isInWindow(baseline, entry.firstDay)) addDay(table.newDays, entry.firstDay);
  table.entries.delete(key);
  baseline.overflowed = true;
}

function weakestOf(table: Table, lastDay: number): Key {
  let weakestKey: Key = '';
  let weakest: Entry | null = null;
  for (const [key, entry] of table.entries) {
    if (weakest !== null && compareEstablished(entry, key, weakest, weakestKey, lastDay) > 0) continue;
    weakest = entry;
    weakestKey = key;
  }
  return weakestKey;
}

function recency(entry: Entry, lastDay: number): number {
  return latestDay(entry, lastDay, lastDay) ?? -1;
}

function fingerprintOf(key: Key): number {
  return typeof key === 'number' ? key : fingerprint(key);
}
