import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { alarm, counted, measured } from './alarm.ts';
import type { Foundation } from './foundation.ts';
import { letReach } from './reach-accounts.ts';
import { Worker } from './worker.ts';

export interface HeartbeatProps {
  readonly foundation: Foundation;
  readonly bundles: string;
  /** Which accounts are watched: `ownReach`, and units of the organisation. */
  readonly reach: readonly string[];
  /** Regions whose rules are tried, in turn. */
  readonly regions: readonly string[];
  readonly hasTrail: boolean;
  readonly learning: 'first' | 'none';
}

/** When a deployment is there and every hour after, one call of ours in every account, which each lane has to hear. */
export class Heartbeat extends Construct {
  readonly worker: Worker<'heartbeat'>;

  constructor(scope: Construct, id: string, props: HeartbeatProps) {
    super(scope, id);
    const { foundation, bundles, reach, regions, hasTrail, learning } = props;
    const { memory, alarms } = foundation;
    const worker = new Worker(this, 'Worker', {
      name: 'heartbeat',
      description: 'Makes a call in every account that changes nothing, and says which were not heard',
      env: {
        table: memory.tableName,
        reach: reach.join(','),
        lanes: hasTrail ? 'fast,bulk' : 'fast',
        regions: regions.join(','),
        learning,
      },
      bundles,
      alarms,
      timeout: Duration.minutes(10),
      batchSize: 1,
      tooOld: Duration.minutes(30),
    });
    this.worker = worker;
    worker.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], memory.tableArn);
    letReach(worker, 'alive', reach, ['organizations:ListAccounts']);
    worker.feed('Hour', {
      description: 'Every hour, whether all accounts are heard',
      scheduleExpression: 'rate(1 hour)',
    });
    worker.feed('Deployed', {
      description: 'As soon as this stack stands, or stands anew',
      eventPattern: {
        source: ['aws.cloudformation'],
        'detail-type': ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [Stack.of(this).stackId],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
    });
    const rings = (name: string, section: string, metric: string, whenMissing: boolean) =>
      alarm(this, name, alarms, {
        section,
        metric: counted('heartbeat', metric, Duration.hours(2)),
        threshold: 1,
        ringsWhenMissing: whenMissing,
      });
    // Who watches over the watch: where the count itself is missing, the first of them rings.
    rings('SilentFastAlarm', 'dead-lane', 'SilentFast', true);
    if (hasTrail) rings('SilentBulkAlarm', 'dead-lane', 'SilentBulk', false);
    if (hasTrail) {
      alarm(this, 'LossyAlarm', alarms, {
        section: 'lossy-lane',
        metric: measured('heartbeat', 'LaneDisagreement', 'Maximum', Duration.hours(2)),
        threshold: 2,
      });
    }
    rings('SweepLateAlarm', 'sweep', 'SweepLate', false);
    if (learning === 'first') rings('LearningLateAlarm', 'learning', 'LearningLate', false);
  }
}
