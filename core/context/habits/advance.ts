import { type Baseline, tableNames } from './baseline.ts';
import { clearDays, dayRange, windowDays } from './days.ts';

export function weekOf(day: number): number {
  return Math.floor(day / 7);
}

/** True for days that the windows still cover. */
export function isInWindow(baseline: Baseline, day: number): boolean {
  return day > baseline.lastDay - windowDays;
}

/** Slides every window forward so that it ends at `day`. Entries stay even without days: that a value was ever seen is kept. */
export function advance(baseline: Baseline, day: number): void {
  if (day <= baseline.lastDay) return;
  const passed = dayRange(baseline.lastDay + 1, day);
  clearDays(baseline.activeDays, passed);
  clearDays(baseline.suspectDays, passed);
  clearDays(baseline.activeWeeks, dayRange(weekOf(baseline.lastDay) + 1, weekOf(day)));
  for (const name of tableNames) {
    const table = baseline.tables[name];
    clearDays(table.newDays, passed);
    table.entries.forEach((entry) => {
      clearDays(entry, passed);
    });
  }
  const first = Math.max(baseline.lastDay + 1, day - windowDays + 1);
  for (let cleared = first; cleared <= day; cleared++)
    baseline.volume.worst.fill(0, 3 * (cleared & 63), 3 * (cleared & 63) + 3);
  baseline.lastDay = day;
}
