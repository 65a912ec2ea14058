import type { CloudTrailRecord } from './cloudtrail-record.ts';

/** A record in the log of one account and region, before it is known when the trail delivers it. */
export interface LoggedRecord {
  readonly accountId: string;
  readonly region: string;
  readonly record: CloudTrailRecord;
}

export class Log {
  readonly entries: LoggedRecord[] = [];

  add(record: CloudTrailRecord): CloudTrailRecord {
    this.entries.push({ accountId: record.recipientAccountId, region: record.awsRegion, record });
    return record;
  }
}
