import { type CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { testimony } from '../../../core/intake/testimony.ts';
import type { Mint } from '../../../core/intake/who/mint.ts';
import type { Instant } from '../../../core/model/instant.ts';

/** CloudTrail answers two such calls a second, so that a busy key is not read to its end. */
const mostPages = 10;

export interface OpenedWith {
  readonly opened: readonly Mint[];
  /** False where there was more to read than is read. */
  readonly isWhole: boolean;
}

/** Sessions of roles that a key opened since then, the latest first, as the event history of one Region tells, some minutes late. */
export async function openedWith(client: CloudTrailClient, accessKeyId: string, since: Instant): Promise<OpenedWith> {
  const opened: Mint[] = [];
  let pages = 0;
  const wanted = {
    LookupAttributes: [{ AttributeKey: 'AccessKeyId' as const, AttributeValue: accessKeyId }],
    StartTime: new Date(since),
  };
  for await (const { Events = [], NextToken } of paginateLookupEvents({ client, pageSize: 50 }, wanted)) {
    for (const { CloudTrailEvent } of Events) {
      const told = CloudTrailEvent === undefined ? null : testimony(JSON.parse(CloudTrailEvent));
      if (told?.kind === 'mint' && told.parent.accessKeyId === accessKeyId) opened.push(told.child);
    }
    pages += 1;
    if (pages === mostPages && NextToken !== undefined) return { opened, isWhole: false };
  }
  return { opened, isWhole: true };
}
