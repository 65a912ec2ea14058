import type { SQSRecord } from 'aws-lambda';
import { formatInstant, type Instant } from '../../../core/model/instant.ts';
import { simulate } from '../../../simulator/simulate.ts';

export const account = '111122223333';

type Fields = Readonly<Record<string, unknown>>;

export interface Delivered {
  readonly eventName: string;
  readonly eventTime: string;
  readonly eventID: string;
  readonly recipientAccountId: string;
}

/** A look of the user `bot`, whom nothing is special about. */
export function lookOf(accessKeyId: string, eventID: string, at: Instant) {
  return {
    eventVersion: '1.11',
    eventID,
    eventTime: formatInstant(at),
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0',
    readOnly: true,
    recipientAccountId: account,
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${account}:user/bot`,
      accountId: account,
      accessKeyId,
      userName: 'bot',
    },
  };
}

/** As EventBridge wraps a record of CloudTrail. */
export function envelopeOf(record: Delivered, changed: Fields = {}): Fields {
  return {
    version: '0',
    id: record.eventID,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: record.recipientAccountId,
    time: record.eventTime,
    detail: record,
    ...changed,
  };
}

export function messageOf(body: unknown, messageId = 'm'): SQSRecord {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { messageId, body: text } as SQSRecord;
}

/** The records of the account that most of the harm is done in, as they are delivered: late, and some of them twice. */
export function deliveredStory(seed: number, days: number, incidents = 6): Delivered[] {
  const { records, labels } = simulate({ seed, days, credentials: 12, incidents, benignChanges: 1 });
  const hostile = new Set(labels.incidents.flatMap(({ hostileEventIds }) => hostileEventIds));
  const account = mostFrequent(
    records.flatMap(({ accountId, record }) => (hostile.has(record.eventID) ? [accountId] : [])),
  );
  return records.flatMap(({ accountId, record }) => (accountId === account ? [record] : []));
}

/** The same in order of time. */
export function storyOf(seed: number, days: number): Delivered[] {
  return deliveredStory(seed, days).sort((a, b) =>
    `${a.eventTime} ${a.eventID}` < `${b.eventTime} ${b.eventID}` ? -1 : 1,
  );
}

function mostFrequent(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}
