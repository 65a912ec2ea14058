import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { beat } from '../../adapters/aws/heartbeat.ts';
import { openReach } from '../../adapters/aws/inventory/reach.ts';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { readEnv } from '../../contract/env.ts';
import type { Lane } from '../../contract/notes.ts';
import { eachMessage } from '../messages.ts';
import { log, measure, measureSeconds, onLambda } from '../runtime.ts';
import { type HeartbeatWork, round } from './work.ts';

let opened: HeartbeatWork | null = null;

/** Each message is a bell: the hour's, or that of a deployment. */
export const handler = onLambda(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const work = opened;
  return eachMessage(event, 'no heartbeat', async () => {
    const { accounts, refused, silentFast, silentBulk, ages, laneDisagreement, sweepLate, learningLate } =
      await round(work);
    log('info', 'heartbeat', { accounts, refused });
    measure('heartbeat', {
      SilentFast: silentFast,
      SilentBulk: silentBulk,
      SweepLate: Number(sweepLate),
      LearningLate: Number(learningLate),
      LaneDisagreement: laneDisagreement,
    });
    measureSeconds('heartbeat', { AgeFast: ages.fast ?? 0, ...(ages.bulk !== undefined && { AgeBulk: ages.bulk }) });
  });
});

function open(): HeartbeatWork {
  const env = readEnv('heartbeat', process.env);
  return {
    sessions: openReach(),
    beat,
    notes: dynamodbNoteStore({ client: dynamodbClient(), name: env.table }),
    reach: env.reach.split(','),
    lanes: env.lanes.split(',') as Lane[],
    regions: env.regions.split(','),
    learns: env.learning === 'first',
    now: Date.now,
  };
}
