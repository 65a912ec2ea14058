import { opened } from './envelope.ts';
import { fieldsOf } from './fields.ts';
import type { RejectedReason } from './reasons.ts';

/** What a value that is no record seems to be by its fields, and what to do about it. */
const forms: readonly { readonly fields: readonly string[]; readonly seems: string }[] = [
  {
    fields: ['eventid', 'useridentity'],
    seems: 'rows of an Athena query: give the log files behind its table',
  },
  { fields: ['s3ObjectKey', 's3'], seems: 'messages that name log files: give those files' },
  {
    fields: ['PartitionKey', 'kinesis', 'awslogs'],
    seems:
      'messages of a stream in base64: give the log files, or decode each message (base64 -d) and write one record per line',
  },
  {
    fields: ['eventName'],
    seems:
      'records without an eventID, so duplicates cannot be recognised: give the log files as the trail delivered them',
  },
];

/** Words of CloudTrail's records, whatever they are wrapped in. */
const ofRecords = /[Cc]loud[Tt]rail|userIdentity|\bevent(?:Version|Source|Time|ID)\b/;

/** Reasons to reject a record whose form is understood all the same: a small file may hold no others. */
const understood: ReadonlySet<RejectedReason> = new Set(['no-identity', 'no-report', 'unregistered', 'inadmissible']);

/** Whether a file that held `read` records holds none that is understood, by how many were rejected for each reason. */
export function isStrange(rejected: Readonly<Partial<Record<RejectedReason, number>>>, read: number): boolean {
  const reasons = Object.keys(rejected) as RejectedReason[];
  const strange = reasons.reduce((sum, reason) => sum + (understood.has(reason) ? 0 : (rejected[reason] ?? 0)), 0);
  return read > 0 && strange === read;
}

/** What a strange file seems to hold, as a clause, by its first record and why that was rejected; null for what was never meant to be a log. */
export function seemsToHold(value: unknown, reason: RejectedReason): string | null {
  if (reason !== 'no-event-id') return `contains no record that can be read; the first was rejected as ${reason}`;
  const held = opened(value);
  const given = fieldsOf(held);
  const form = forms.find(({ fields }) => fields.some((name) => given[name] !== undefined));
  if (form !== undefined) return `seems to contain ${form.seems}`;
  return ofRecords.test(JSON.stringify(held))
    ? 'seems to contain records in an unknown form: write one record per line, as the trail delivered it'
    : null;
}
