import { isInWindow } from './advance.ts';
import type { Baseline, TableName } from './baseline.ts';
import { hasDay } from './days.ts';

/** The values of a table that were seen on that day or later, in order; of tables that keep names only. */
export function seenSince(baseline: Baseline, name: TableName, day: number): string[] {
  const values: string[] = [];
  for (const [key, entry] of baseline.tables[name].entries) {
    if (typeof key !== 'string') continue;
    for (let at = day; at <= baseline.lastDay; at++) {
      if (!isInWindow(baseline, at) || !hasDay(entry, at)) continue;
      values.push(key);
      break;
    }
  }
  return values.sort();
}
