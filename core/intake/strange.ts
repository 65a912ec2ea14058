import { opened } from './envelope.ts';
import { fieldsOf } from './fields.ts';
import type { RejectedReason } from './reasons.ts';

/** By a field of it, what a value that is no record seems to be, and what to do. */
const forms: Readonly<Record<string, string>> = {
  eventid: 'rows of an Athena query: give the log files that its table is made of',
  useridentity: 'rows of an Athena query: give the log files that its table is made of',
  s3ObjectKey: 'messages that name log files: give those files',
  s3: 'messages that name log files: give those files',
  hits: 'a page of search results: write one record a line (jq -c ".hits.hits[]._source" FILE)',
  eventName:
    'records without eventID, which cannot be told from their duplicates: give the log files as the trail delivered them',
};

/** Why a record is rejected that is one all the same, whose form is understood: a small file may hold no other. */
const understood: ReadonlySet<RejectedReason> = new Set(['no-identity', 'no-report', 'unregistered', 'inadmissible']);

/** By how many were rejected why, whether a file that held `read` records holds none that is understood. */
export function isStrange(rejected: Readonly<Partial<Record<RejectedReason, number>>>, read: number): boolean {
  const reasons = Object.keys(rejected) as RejectedReason[];
  const strange = reasons.reduce((sum, reason) => sum + (understood.has(reason) ? 0 : (rejected[reason] ?? 0)), 0);
  return read > 0 && strange === read;
}

/** What a strange file seems to hold, by its first record and why that was rejected. A clause; null for what was never meant for a log. */
export function seemsToHold(value: unknown, reason: RejectedReason): string | null {
  if (reason !== 'no-event-id') return `holds no record that is understood, the first for this reason: ${reason}`;
  const fields = fieldsOf(opened(value));
  const mark = Object.keys(forms).find((name) => fields[name] !== undefined);
  return mark === undefined ? null : `seems to hold ${forms[mark]}`;
}
