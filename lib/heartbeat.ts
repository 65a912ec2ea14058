import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { minutesBetweenRounds } from '../contract/heartbeat.ts';
import { metricNamespace } from '../contract/metrics.ts';
import { watcherPermissions } from '../contract/permissions.ts';
import type { Section } from '../contract/runbook.ts';
import { accepted } from './accepted.ts';
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
  /** The Region that this is watched from; null where nobody watches. */
  readonly watchRegion: string | null;
}

/** When a deployment is there and every few minutes after, one call of ours in every account, which each lane has to hear. */
export class Heartbeat extends Construct {
  readonly worker: Worker<'heartbeat'>;

  constructor(scope: Construct, id: string, props: HeartbeatProps) {
    super(scope, id);
    const { foundation, bundles, reach, regions, hasTrail, learning, watchRegion } = props;
    const { memory, alarms } = foundation;
    const worker = new Worker(this, 'Worker', {
      name: 'heartbeat',
      description: 'Makes a harmless call in every account, and reports which calls were not heard',
      env: {
        table: memory.tableName,
        reach: reach.join(','),
        lanes: hasTrail ? 'fast,bulk' : 'fast',
        regions: regions.join(','),
        learning,
        watch: watchRegion ?? 'none',
      },
      bundles,
      alarms,
      timeout: Duration.minutes(4),
      batchSize: 1,
      tooOld: Duration.minutes(30),
    });
    this.worker = worker;
    worker.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], memory.tableArn);
    letReach(worker, 'alive', reach, ['organizations:ListAccounts']);
    if (watchRegion !== null) this.#letTell(watchRegion);
    worker.feed('Round', {
      description: 'Checks every few minutes whether all accounts are heard',
      scheduleExpression: `rate(${minutesBetweenRounds} minutes)`,
    });
    worker.feed('Deployed', {
      description: 'Checks as soon as this stack has been created or updated',
      eventPattern: {
        source: ['aws.cloudformation'],
        'detail-type': ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [Stack.of(this).stackId],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
    });
    this.#watch(props);
  }

  /** To count, and to see whether alarms ring, in another Region of this account. */
  #letTell(region: string): void {
    const { partition, account } = Stack.of(this);
    const { role } = this.worker;
    role.addToPolicy(
      new PolicyStatement({
        actions: [watcherPermissions.count],
        resources: ['*'],
        conditions: {
          StringEquals: { 'cloudwatch:namespace': metricNamespace, 'aws:RequestedRegion': region },
        },
      }),
    );
    accepted(role, 'IAM5[Resource::*]', 'Counts and accounts have no ARN: a condition names the namespace of ours.');
    this.worker.allow([watcherPermissions.look], `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`);
    const alarms = `arn:<AWS::Partition>:cloudwatch:${region}:<AWS::AccountId>:alarm:*`;
    accepted(role, `IAM5[Resource::${alarms}]`, 'Alarms are listed by name, which AWS allows for all of them or none.');
  }

  #watch({ foundation: { alarms }, regions, hasTrail, learning, watchRegion }: HeartbeatProps): void {
    const period = Duration.minutes(minutesBetweenRounds);
    const names = watchRegion === null ? {} : { WATCH_REGION: watchRegion };
    /** A round that comes late, or one late delivery of AWS, is no reason to wake anybody. */
    const rings = (id: string, section: Section, metric: string, ringsWhenMissing = false) =>
      alarm(this, id, alarms, {
        section,
        names,
        metric: counted('heartbeat', metric, period),
        threshold: 1,
        periods: 2,
        ringsWhenMissing,
      });
    // Where the count itself is missing, the first of them rings; the watcher in another Region does, too.
    rings('SilentFastAlarm', 'dead-lane', 'SilentFast', true);
    if (hasTrail) rings('SilentBulkAlarm', 'dead-lane', 'SilentBulk');
    if (regions.length > 1) rings('SilentRegionsAlarm', 'dead-lane', 'SilentRegions');
    if (hasTrail) {
      alarm(this, 'LossyAlarm', alarms, {
        section: 'lossy-lane',
        metric: measured('heartbeat', 'LaneDisagreement', 'Maximum', period),
        // More than one, rounded to tenths, for an hour.
        threshold: 1.1,
        periods: 60 / minutesBetweenRounds,
      });
    }
    // Of each it is said at one round alone.
    alarm(this, 'AccountsGoneAlarm', alarms, {
      section: 'gone-account',
      metric: counted('heartbeat', 'AccountsGone', period),
      threshold: 1,
    });
    rings('SweepLateAlarm', 'sweep', 'SweepLate');
    if (learning === 'first') rings('LearningLateAlarm', 'learning', 'LearningLate');
    if (watchRegion !== null) rings('WatcherAlarm', 'watcher', 'WatcherAsleep');
  }
}
