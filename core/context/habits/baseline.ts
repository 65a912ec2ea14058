import type { Instant } from '../../model/instant.ts';
import { type Days, noDays } from './days.ts';
import { Entries } from './entries.ts';
import { type DistinctFew, type DistinctMany, noneOfFew, noneOfMany } from './sketch.ts';

/** What is remembered of each use. Its Region, service and action always have a value; the rest may be unknown. */
export type TableName =
  | 'network'
  | 'networkKind'
  | 'country'
  | 'region'
  | 'service'
  | 'action'
  | 'client'
  | 'hours'
  | 'peer'
  | 'resource'
  | 'mfa'
  | 'address'
  | 'system'
  | 'data';

/** The most values that a table keeps. Beyond it the least established go first. */
export const capacity: Readonly<Record<TableName, number>> = {
  network: 20,
  networkKind: 8,
  country: 8,
  // Each may have been worked in, and asked in: see `regionOf`.
  region: 36,
  service: 28,
  action: 80,
  client: 10,
  hours: 16,
  peer: 10,
  resource: 40,
  mfa: 2,
  address: 48,
  system: 4,
  data: 24,
};

/** In the order in which they are encoded. */
export const tableNames = Object.keys(capacity) as readonly TableName[];

/** The days on which one value was seen and trusted. `firstDay` outlives the window. */
export interface Entry extends Days {
  firstDay: number;
}

/** Text as `shortened` gives it, or a fingerprint. */
export type Key = string | number;

/** Tables of many long names keep only fingerprints, and so does that of addresses: enough to know a value again, too little to name it. */
export function isFingerprinted(name: TableName): boolean {
  return name === 'action' || name === 'resource' || name === 'address' || name === 'data';
}

export interface Table {
  readonly entries: Entries;
  /** Days that brought a new value which no entry tells of: it was held back, or had to make room. */
  readonly newDays: Days;
}

export const openHoursKept = 3;

export interface OpenHour {
  /** Whole hours since 1970. */
  hour: number;
  readonly events: DistinctMany;
  readonly actions: DistinctFew;
  readonly denied: DistinctFew;
}

export interface Volume {
  /** The latest three hours with a use, latest first. */
  readonly openHours: OpenHour[];
  /** For each day of the window three bytes at `3 × (day mod 64)`: its worst hour's events, actions, denied, log-scaled. */
  readonly worst: Uint8Array;
}

/**
 * What was learned from a credential's own uses. Nothing is counted: every part is a set, a minimum or a maximum, so
 * that repeated, reordered and separately learned uses come to the same state. Two parts hang on what was known when a use
 * came: worst hours are lower where it came after three later hours or to another worker, and days of change are more where it
 * was held before an earlier use taught its value. A replay sorts first. Mutable, and joined in place, for speed.
 */
export interface Baseline {
  /** Every window ends here. 0 when nothing was learned yet. */
  lastDay: number;
  /** Infinity when nothing was learned yet. */
  firstAt: Instant;
  lastAt: Instant;
  readonly activeDays: Days;
  /** Days with a use that was held back. */
  readonly suspectDays: Days;
  /** Weeks with a use, `floor(day / 7)`, over a window of 64: what is left of rhythms longer than the days' window. */
  readonly activeWeeks: Days;
  readonly tables: Readonly<Record<TableName, Table>>;
  /** The same in the order of `tableNames`: to look each up by its name takes longer than what is done with it. */
  readonly inOrder: readonly Table[];
  readonly volume: Volume;
  /** A table met its capacity: from here on the order of arrival may have mattered, always towards "new again". */
  overflowed: boolean;
}

export function emptyBaseline(): Baseline {
  const tables: Record<TableName, Table> = {
    network: emptyTable(),
    networkKind: emptyTable(),
    country: emptyTable(),
    region: emptyTable(),
    service: emptyTable(),
    action: emptyTable(),
    client: emptyTable(),
    hours: emptyTable(),
    peer: emptyTable(),
    resource: emptyTable(),
    mfa: emptyTable(),
    address: emptyTable(),
    system: emptyTable(),
    data: emptyTable(),
  };
  return {
    lastDay: 0,
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: 0,
    activeDays: noDays(),
    suspectDays: noDays(),
    activeWeeks: noDays(),
    tables,
    inOrder: tableNames.map((name) => tables[name]),
    volume: { openHours: [], worst: new Uint8Array(3 * 64) },
    overflowed: false,
  };
}

export function emptyHour(hour: number): OpenHour {
  return { hour, events: noneOfMany(), actions: noneOfFew(), denied: noneOfFew() };
}

function emptyTable(): Table {
  return { entries: new Entries(), newDays: noDays() };
}
