import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { envNames, noGuard } from '../contract/env.ts';
import { fileTries } from '../contract/trail.ts';
import { laneAlarms } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { keysOf, letReadFiles, type TrailGiven } from './trail.ts';
import { Worker } from './worker.ts';

export interface IngestProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Whether the days before are learned first; until then the policy only observes. */
  readonly learning: 'first' | 'none';
  readonly trail: TrailGiven;
  /** Which accounts are watched: `ownReach`, and units of the organisation. The trail may be of more. */
  readonly reach: readonly string[];
  /** Where a stack of ours may stand, as the functions are told it. */
  readonly homes: string;
}

/**
 * The second lane: what a trail writes to its bucket, to a function that judges it as the first lane does. It is minutes
 * later, and complete. An event in both lanes counts once.
 */
export class Ingest extends Construct {
  readonly worker: Worker<'ingest'>;

  constructor(scope: Construct, id: string, { foundation, bundles, learning, trail, reach, homes }: IngestProps) {
    super(scope, id);
    const { memory, bus, settings, alarms } = foundation;
    const worker = new Worker(this, 'Worker', {
      name: 'ingest',
      description: 'Judges the calls in the log files of a trail, and plans what to contain; acts on nothing',
      env: {
        table: memory.tableName,
        bus: bus.eventBusName,
        settings: settings.bucketName,
        trail: trail.name,
        // The queue comes into being with the function that reads it: its URL is put in below.
        files: 'later',
        learning,
        reach: reach.join(','),
        account: Stack.of(this).account,
        homes,
        guard: noGuard,
      },
      bundles,
      alarms,
      timeout: Duration.minutes(4),
      // Files of one delivery are judged together, which takes fewer reads and writes for each: an account that does
      // little has many, and small ones. Beside the minutes that the trail takes, one more is not felt.
      batchSize: 100,
      window: Duration.minutes(1),
      // Most that fails does so since too many came at once.
      tries: fileTries,
      tooOld: Duration.minutes(45),
    });
    this.worker = worker;
    worker.function.addEnvironment(envNames.ingest.files, worker.queue.queueUrl);
    // To itself, what it had no time for.
    worker.allow(['sqs:SendMessage'], worker.queue.queueArn);
    foundation.letJudge(worker);
    letReadFiles(worker.role, trail);
    laneAlarms(this, 'ingest', alarms);
    if (trail.tell !== null) trail.tell(worker.queue);
    else this.#hear(trail);
  }

  #hear(trail: TrailGiven): void {
    this.worker.feed('Files', {
      description: 'Every log file that the trail writes to its bucket',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [trail.name] }, object: { key: [keysOf(trail)] } },
      },
    });
  }
}
