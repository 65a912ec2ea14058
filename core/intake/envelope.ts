import type { AccountId } from '../model/brand.ts';
import { accountOf, type Fields, isFields } from './fields.ts';
import { Damage, type Ignored, ignored, type Rejected, rejected } from './reasons.ts';
import type { TrailRecord } from './trail-record.ts';

/** A record taken out of what it was delivered in, with the account that the delivery itself vouches for. */
export interface Unwrapped {
  readonly kind: 'record';
  readonly record: TrailRecord;
  readonly deliveredFrom: AccountId | null;
}

/** EventBridge's detail types for CloudTrail. AWS documents `Signin` and sends `Sign In`. */
const fromCloudTrail: ReadonlySet<unknown> = new Set([
  'AWS API Call via CloudTrail',
  'AWS Service Event via CloudTrail',
  'AWS Console Action via CloudTrail',
  'AWS Console Sign In via CloudTrail',
  'AWS Console Signin via CloudTrail',
  'AWS Insight via CloudTrail',
]);

/** A bare record, an item of LookupEvents, of CloudWatch Logs, of CloudTrail Lake or of a Splunk export, or an EventBridge event. */
export function unwrap(value: unknown): Unwrapped | Ignored | Rejected {
  if (value instanceof Damage) return rejected(value.reason);
  if (!isFields(value)) return rejected('not-an-object');
  if (value.eventID !== undefined) return { kind: 'record', record: value, deliveredFrom: null };
  if (value['detail-type'] !== undefined) return openEnvelope(value);
  if (typeof value.CloudTrailEvent === 'string') return openText(value.CloudTrailEvent);
  if (typeof value.message === 'string' && typeof value.timestamp === 'number') return openText(value.message);
  if (typeof value.eventJson === 'string') return openText(value.eventJson);
  const { _raw } = isFields(value.result) ? value.result : value;
  if (typeof _raw === 'string') return openText(_raw);
  return { kind: 'record', record: value, deliveredFrom: null };
}

/**
 * Anybody may put an event on a bus, with any detail type and any detail; only AWS may name a source `aws.…`.
 * The account is the envelope's, and the detail may not contradict it.
 */
export function openEnvelope(envelope: Fields): Unwrapped | Ignored | Rejected {
  const { source, detail } = envelope;
  const account = accountOf(envelope.account);
  if (!isAmazons(source) || account === null) return rejected('inadmissible');
  if (!fromCloudTrail.has(envelope['detail-type'])) return ignored('finding');
  if (!isFields(detail)) return rejected('not-an-object');
  const recipient = accountOf(detail.recipientAccountId);
  if (recipient !== null && recipient !== account) return rejected('inadmissible');
  return { kind: 'record', record: detail, deliveredFrom: account };
}

/** Partners of AWS name their sources `aws.partner/…`, and are strangers here. */
function isAmazons(source: unknown): boolean {
  return typeof source === 'string' && source.startsWith('aws.') && !source.startsWith('aws.partner/');
}

function openText(text: string): Unwrapped | Rejected {
  try {
    const record: unknown = JSON.parse(text);
    return isFields(record) ? { kind: 'record', record, deliveredFrom: null } : rejected('not-an-object');
  } catch {
    // fails toward: no use, counted
    return rejected('not-json');
  }
}
