import { opened } from '../../core/intake/envelope.ts';
import { isFields } from '../../core/intake/fields.ts';
import { Damage } from '../../core/intake/reasons.ts';
import { Skimmed } from '../../core/intake/skimmed.ts';

/** What objects call their arrays of records: CloudTrail's files, LookupEvents, CloudWatch Logs' pages, subscriptions and queries, CloudTrail Lake, SQS. */
export const arrayNames = [
  'Records',
  'Events',
  'events',
  'logEvents',
  'results',
  'QueryResultRows',
  'Messages',
] as const;

/** Takes a value out of the containers that hold several records. */
export function recordsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  const fields = value as { readonly [name: string]: unknown };
  for (const name of arrayNames) {
    const records = fields[name];
    if (Array.isArray(records)) return records;
  }
  return foundBySearch(fields.hits) ?? [value];
}

/** A page of OpenSearch's or Elastic's: its records lie a level deeper than all others. */
function foundBySearch(hits: unknown): unknown[] | null {
  const found = isFields(hits) ? hits.hits : null;
  return Array.isArray(found) ? found : null;
}

export function recordsOf(value: unknown): unknown[] {
  return value instanceof Damage ? [value] : recordsIn(value);
}

/**
 * With what a queue or a keeper of logs wrapped taken out, which may be a whole file of records, and these messages themselves: a queue for what a
 * function failed at holds what the function was called with.
 */
export function unwrapped(records: readonly unknown[], deep = mostWraps): unknown[] {
  const found: unknown[] = [];
  for (const record of records) {
    const inner = record instanceof Skimmed ? record : opened(record);
    if (inner === record || deep === 0) found.push(record);
    else for (const one of unwrapped(recordsOf(inner), deep - 1)) found.push(one);
  }
  return found;
}

/** Nobody sends more on; whoever writes more wants to be followed for ever. */
const mostWraps = 4;
