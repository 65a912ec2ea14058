import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { beat } from '../../adapters/aws/heartbeat.ts';
import { openReach } from '../../adapters/aws/inventory/reach.ts';
import { watcherIn } from '../../adapters/aws/watcher.ts';
import { dynamodbClient } from '../../adapters/dynamodb/client.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { readEnv } from '../../contract/env.ts';
import type { Lane } from '../../contract/notes.ts';
import { fieldsOf } from '../../core/intake/fields.ts';
import { eachMessage } from '../messages.ts';
import { log, measure, measureSeconds, onLambda } from '../runtime.ts';
import type { Bell } from './turns.ts';
import { type HeartbeatWork, round } from './work.ts';

let opened: HeartbeatWork | null = null;

/** Each message is a bell: the schedule’s every five minutes, or that of a deployment. */
export const handler = onLambda(async (event: SQSEvent): Promise<SQSBatchResponse> => {
  opened ??= open();
  const work = opened;
  return eachMessage(event, 'no heartbeat', async (message) => {
    const {
      accounts,
      refused,
      gone,
      silent,
      ages,
      laneDisagreement,
      lossiest,
      sweepLate,
      learningLate,
      watcherAsleep,
    } = await round(work, bellIn(message));
    // Which one it is goes here: a series for each account and Region would cost more than all the rest.
    const [worst = null] = silent;
    log(worst === null ? 'info' : 'error', 'heartbeat', { accounts, refused, worst, lossiest });
    if (gone.length > 0) log('error', 'watched no more', { accounts: gone.slice(0, mostNamed) });
    const whole = (lane: Lane) => silent.filter((one) => one.lane === lane && one.region === undefined).length;
    measure('heartbeat', {
      SilentFast: whole('fast'),
      SilentBulk: whole('bulk'),
      SilentRegions: silent.filter(({ region }) => region !== undefined).length,
      AccountsGone: gone.length,
      SweepLate: Number(sweepLate),
      LearningLate: Number(learningLate),
      LaneDisagreement: laneDisagreement,
      WatcherAsleep: Number(watcherAsleep),
    });
    measureSeconds('heartbeat', { AgeFast: ages.fast ?? 0, ...(ages.bulk !== undefined && { AgeBulk: ages.bulk }) });
  });
});

/** A line of the log has room for more; nobody reads them. */
const mostNamed = 100;

function bellIn(message: unknown): Bell {
  return fieldsOf(message).source === 'aws.cloudformation' ? 'deployment' : 'clock';
}

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
    watcher: env.watch === 'none' ? null : watcherIn(env.watch, process.env.AWS_REGION ?? ''),
    now: Date.now,
  };
}
