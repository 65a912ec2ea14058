import { advance, weekOf } from './advance.ts';
import { type Baseline, type OpenHour, type TableName, tableNames } from './baseline.ts';
import { addDays, type Days, dayRange, windowDays } from './days.ts';
import { makeRoom } from './eviction.ts';
import { joinFew, joinMany } from './sketch.ts';
import { openHourAt } from './volume.ts';

/**
 * Adds to `into` all that `from` knows; `from` stays as it is. Order, repetition and grouping of joins do not matter
 * while tables are within their capacity.
 */
export function join(into: Baseline, from: Baseline): void {
  advance(into, from.lastDay);
  const kept = inSight(into.lastDay, from.lastDay);
  const keptWeeks = inSight(weekOf(into.lastDay), weekOf(from.lastDay));
  into.firstAt = Math.min(into.firstAt, from.firstAt);
  into.lastAt = Math.max(into.lastAt, from.lastAt);
  into.overflowed ||= from.overflowed;
  addDays(into.activeDays, from.activeDays, kept);
  addDays(into.suspectDays, from.suspectDays, kept);
  addDays(into.activeWeeks, from.activeWeeks, keptWeeks);
  for (const name of tableNames) joinTable(into, from, name, kept);
  joinVolume(into, from);
}

/** What the other knows, up to its own end, of a window that ends at `last`: days or weeks. */
function inSight(last: number, end: number): Days {
  return dayRange(last - windowDays + 1, end);
}

function joinTable(into: Baseline, from: Baseline, name: TableName, kept: Days): void {
  const table = into.tables[name];
  addDays(table.newDays, from.tables[name].newDays, kept);
  for (const [key, other] of from.tables[name].entries) {
    let entry = table.entries.get(key);
    if (entry === undefined) {
      entry = { low: 0, high: 0, firstDay: other.firstDay };
      table.entries.set(key, entry);
    }
    entry.firstDay = Math.min(entry.firstDay, other.firstDay);
    addDays(entry, other, kept);
  }
  makeRoom(into, name);
}

function joinVolume(into: Baseline, from: Baseline): void {
  for (const open of from.volume.openHours) {
    const own = openHourAt(into, open.hour);
    if (own !== null) joinHour(own, open);
  }
  for (let day = into.lastDay - windowDays + 1; day <= from.lastDay; day++) {
    for (let at = 3 * (day & 63); at < 3 * (day & 63) + 3; at++) {
      into.volume.worst[at] = Math.max(into.volume.worst[at] ?? 0, from.volume.worst[at] ?? 0);
    }
  }
}

function joinHour(into: OpenHour, from: OpenHour): void {
  joinMany(into.events, from.events.ranks);
  joinFew(into.actions, from.actions.bits);
  joinFew(into.denied, from.denied.bits);
}
