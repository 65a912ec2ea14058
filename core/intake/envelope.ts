import type { AccountId } from '../model/brand.ts';
import { accountOf, type Fields, fieldsOf, isFields } from './fields.ts';
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

/** A bare record, or an EventBridge event, and either as a text: see `opened`. */
export function unwrap(value: unknown): Unwrapped | Ignored | Rejected {
  const one = opened(value);
  if (one instanceof Damage) return rejected(one.reason);
  if (!isFields(one)) return rejected('not-an-object');
  if (one.eventID === undefined && one['detail-type'] !== undefined) return openEnvelope(one);
  return isText(one.userIdentity) ? inOnePiece(one) : { kind: 'record', record: one, deliveredFrom: null };
}

/** Tables keep the parts of a record as texts. */
function inOnePiece(record: Fields): Unwrapped | Rejected {
  const whole: Record<string, unknown> = { ...record };
  for (const name of partNames) {
    const part = record[name];
    if (!isText(part) || !part.startsWith('{')) continue;
    const read = parsed(part);
    if (read instanceof Damage) return rejected(read.reason);
    whole[name] = read;
  }
  return { kind: 'record', record: whole, deliveredFrom: null };
}

const partNames = ['userIdentity', 'requestParameters', 'responseElements', 'additionalEventData'] as const;

/** The record within the text or field that a log store, a queue or a query wrapped it in; anything else as it is. */
export function opened(value: unknown): unknown {
  for (let one = value; ; ) {
    const inner = innerOf(one);
    if (inner === undefined) return one;
    one = isText(inner) ? parsed(inner) : inner;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // fails toward: no use, counted
    return new Damage('not-json');
  }
}

function innerOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cellText).find(isText);
  if (!isFields(value)) return isText(value) && value.startsWith('{') ? value : undefined;
  if (value.eventID !== undefined || value['detail-type'] !== undefined) return undefined;
  if (isText(value.message) && (typeof value.timestamp === 'number' || value.message.startsWith('{')))
    return value.message;
  return (
    textNames.map((name) => value[name]).find(isText) ??
    objectNames.map((name) => value[name]).find(isFields) ??
    Object.values(value).find(isRecordText)
  );
}

/** Of a row of CloudTrail Lake’s or of Logs Insights’. */
function cellText(cell: unknown): unknown {
  const { eventJson, field, value } = fieldsOf(cell);
  return field === '@message' ? value : eventJson;
}

/** Collectors of logs call the line that they collected what they like. */
function isRecordText(value: unknown): value is string {
  return isText(value) && value.startsWith('{') && value.includes('"eventID"');
}

/** Texts of LookupEvents, CloudTrail Lake, a row of Athena’s, Splunk, SQS by its API and to a function, SNS, and Elastic’s event. */
const textNames = [
  'CloudTrailEvent',
  'eventJson',
  'eventData',
  'eventdata',
  '_raw',
  'Body',
  'body',
  'Message',
  'original',
] as const;

/** Objects of CloudTrail Lake, OpenSearch, Splunk around its text and as it collects, Elastic, and SNS to a function. */
const objectNames = ['eventData', '_source', 'result', 'event', 'Sns'] as const;

function isText(value: unknown): value is string {
  return typeof value === 'string';
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

/** Sources of AWS's partners begin with `aws.partner/`: those are strangers here. */
function isAmazons(source: unknown): boolean {
  return typeof source === 'string' && source.startsWith('aws.') && !source.startsWith('aws.partner/');
}
