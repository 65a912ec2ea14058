import fc from 'fast-check';
import { type Baseline, emptyBaseline } from '../../../core/context/habits/baseline.ts';
import { join } from '../../../core/context/habits/join.ts';
import { learn, type Trust } from '../../../core/context/habits/learn.ts';
import type { Sighting } from '../../../core/context/habits/lesson.ts';
import { day, hour } from '../../../core/model/instant.ts';

/** 2026-01-05, a Monday. */
export const monday = 20_458;

let made = 0;

/** An ordinary use at noon of the given day, with its own event id; say what is unusual. */
export function sighting(onDay: number, unusual: Partial<Sighting> = {}): Sighting {
  return {
    at: onDay * day + 12 * hour,
    eventId: `event-${made++}`,
    network: 'AS16509',
    networkKind: 'cloud',
    country: 'IE',
    region: 'eu-west-1',
    service: 's3',
    action: 's3:GetObject',
    client: 'boto3',
    hours: 'weekday 12-15',
    peer: null,
    resource: null,
    mfa: null,
    address: null,
    system: null,
    data: null,
    denied: false,
    ...unusual,
  };
}

export function learned(...sightings: readonly Sighting[]): Baseline {
  const baseline = emptyBaseline();
  for (const one of sightings) learn(baseline, one, 'learn');
  return baseline;
}

/** The same use on each of `days` days from `first` on. */
export function steady(first: number, days: number, unusual: Partial<Sighting> = {}): Sighting[] {
  return Array.from({ length: days }, (_, i) => sighting(first + i, unusual));
}

export function copyOf(baseline: Baseline): Baseline {
  const copy = emptyBaseline();
  join(copy, baseline);
  return copy;
}

/** Uses over `span` days with few different values: every table stays within its capacity. */
export function anySighting(span: number): fc.Arbitrary<Sighting> {
  const oneOf = (prefix: string, n: number) => fc.nat(n - 1).map((i) => `${prefix}${i}`);
  return fc.record({
    at: fc.nat(span * 24 * 4 - 1).map((quarter) => monday * day + quarter * 15 * 60_000),
    eventId: oneOf('event-', 10_000),
    network: fc.option(oneOf('AS', 12)),
    networkKind: fc.option(oneOf('kind-', 4)),
    country: fc.option(oneOf('C', 5)),
    region: oneOf('region-', 6),
    service: oneOf('service-', 12),
    action: oneOf('service:Action', 40),
    client: oneOf('client-', 6),
    hours: oneOf('block-', 12),
    peer: fc.option(oneOf('repo:org/a-long-repository-name:ref:refs/heads/', 6)),
    resource: fc.option(oneOf('secret-', 20)),
    data: fc.option(oneOf('bucket/', 12)),
    mfa: fc.option(fc.constantFrom('mfa', 'no mfa')),
    address: fc.option(fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.7')),
    system: fc.option(oneOf('system-', 4)),
    denied: fc.boolean(),
    readOnly: fc.boolean(),
  });
}

/** A state that learning can reach, over-full tables excluded. */
export function anyBaseline(span: number): fc.Arbitrary<Baseline> {
  const use = fc.tuple(anySighting(span), fc.constantFrom<Trust>('learn', 'learn', 'learn', 'hold'));
  return fc.array(use, { maxLength: 40 }).map((uses) => {
    const baseline = emptyBaseline();
    for (const [one, trust] of uses) learn(baseline, one, trust);
    return baseline;
  });
}

/** With maps for tables: they are alike in whatever order they were filled. */
export function plain({ inOrder, tables, ...rest }: Baseline) {
  return { ...rest, tables: inOrder.map(({ entries, newDays }) => ({ entries: new Map(entries), newDays })) };
}
