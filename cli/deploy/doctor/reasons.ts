import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { readLabels } from '../../../core/observe/labels.ts';
import {
  type TrackRecord,
  type TrackStanding,
  trackRecordOf,
  trackStandingOf,
} from '../../../core/plan/track-record.ts';
import type { Policy } from '../../../core/policy/policy.ts';

/** How often a reason was right, as people answered, and what that makes of it. */
export interface Reason extends TrackRecord {
  readonly id: string;
  readonly standing: TrackStanding;
}

/** Those with answers, the least right first. Null where the table cannot be read: then nothing is said of them. */
export async function reasonsIn(
  table: string,
  policy: Policy,
  sdk: { readonly region: string; readonly profile?: string },
): Promise<Reason[] | null> {
  try {
    const client = new DynamoDBClient({ ...sdk, maxAttempts: 1 });
    const labels = await readLabels(dynamodbNoteStore({ client, name: table }));
    const ids = [...new Set(labels.flatMap(({ signals }) => signals))].sort();
    return ids
      .map((id) => {
        const record = trackRecordOf(id, labels);
        return { id, ...record, standing: trackStandingOf(record, policy) };
      })
      .sort((a, b) => a.high - b.high);
  } catch {
    // fails toward: the rest of what doctor has to say
    return null;
  }
}
