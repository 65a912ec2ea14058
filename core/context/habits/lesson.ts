import type { Instant } from '../../model/instant.ts';
import { isFingerprinted, type Key, type TableName } from './baseline.ts';
import { fingerprint, shortened } from './fingerprint.ts';

/** One use, reduced to what a baseline remembers. Has one field for every table, under the table's name. */
export interface Sighting extends Readonly<Record<TableName, string | null>> {
  readonly at: Instant;
  readonly eventId: string;
  readonly region: string;
  readonly service: string;
  readonly action: string;
  readonly denied: boolean;
}

/** A sighting in the form in which tables keep it, worked out once for all baselines that are asked for it or learn it. */
export interface Lesson {
  readonly at: Instant;
  /** In the order of `tableNames`; null where there is nothing to remember. */
  readonly keys: readonly (Key | null)[];
  readonly event: number;
  readonly action: number;
  readonly denied: boolean;
}

export function lessonOf(sighting: Sighting): Lesson {
  const { at, denied } = sighting;
  const action = fingerprint(sighting.action);
  // In the order of `tableNames`. Written out, since to look each up by its name takes longer.
  const keys = [
    textOf(sighting.network),
    textOf(sighting.networkKind),
    textOf(sighting.country),
    shortened(sighting.region),
    shortened(sighting.service),
    action,
    textOf(sighting.client),
    textOf(sighting.hours),
    textOf(sighting.peer),
    printOf(sighting.resource),
    textOf(sighting.mfa),
    printOf(sighting.address),
    textOf(sighting.system),
    printOf(sighting.data),
  ];
  return { at, keys, event: fingerprint(sighting.eventId), action, denied };
}

function textOf(value: string | null): Key | null {
  return value === null ? null : shortened(value);
}

function printOf(value: string | null): Key | null {
  return value === null ? null : fingerprint(value);
}

/** The form in which a table keeps a value. */
export function keyOf(name: TableName, value: string): Key {
  return isFingerprinted(name) ? fingerprint(value) : shortened(value);
}
