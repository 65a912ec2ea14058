import { CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { minutesBetweenRounds } from '../contract/heartbeat.ts';
import { metricNamespace } from '../contract/metrics.ts';
import { describedAs, type Section } from '../contract/runbook.ts';
import {
  type WatcherCount,
  watcherAlarm,
  watcherDimensions,
  watcherMetrics,
  watcherStack,
} from '../contract/watcher.ts';
import { alarmTopic, runbookOf } from './alarm.ts';
import { bootstrapless } from './member-stack.ts';
import { switchedOn } from './switched-on.ts';
import { tag } from './tag.ts';

/** The alarm rings where no round came for so many of their intervals. */
const missedRounds = 4;

export interface WatchStackProps {
  /** The Region that is watched. */
  readonly home: string;
  /** The one that it is watched from. */
  readonly region: string;
}

/**
 * Who watches over the watch, in another Region of the same account: what rings where the rounds of heartbeats stop
 * coming, be it that the function is gone or its whole Region. It has no code, and needs nothing bootstrapped.
 */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, { home, region }: WatchStackProps) {
    super(scope, id, {
      stackName: watcherStack(home),
      env: { region },
      description: 'Watches Rescind from another Region: rings when its heartbeat stops',
      synthesizer: bootstrapless(),
    });
    Tags.of(this).add(...tag);
    const pages = alarmTopic(this, 'Pages');
    this.#missing('rounds', home, 'dead-lane').addAlarmAction(new SnsAction(pages));
    // Its plug is pulled once a week; it tells nobody but who looks whether it rings.
    this.#missing('drill', home, 'watcher');
    new CfnOutput(this, 'PagesTopic', { value: pages.topicArn, description: 'Subscribe the pager here, too' });
  }

  #missing(of: WatcherCount, home: string, section: Section): Alarm {
    return new Alarm(this, `${watcherMetrics[of]}Alarm`, {
      ...switchedOn.alarm,
      alarmName: watcherAlarm(of, home),
      metric: new Metric({
        namespace: metricNamespace,
        metricName: watcherMetrics[of],
        dimensionsMap: { ...watcherDimensions(home) },
        statistic: 'Sum',
        period: Duration.minutes(minutesBetweenRounds),
      }),
      threshold: 1,
      evaluationPeriods: missedRounds,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: describedAs(section, runbookOf(this), { REGION: home, WATCH_REGION: this.region }),
    });
  }
}

/** Of the same partition, and on in every account: where an account in `home` is watched from. */
export function usualWatchRegion(home: string): string {
  const pairs: readonly (readonly [RegExp, readonly [string, string]])[] = [
    [/^us-gov-/, ['us-gov-west-1', 'us-gov-east-1']],
    [/^cn-/, ['cn-north-1', 'cn-northwest-1']],
    [/./, ['us-east-1', 'us-west-2']],
  ];
  const [first, second] = pairs.find(([of]) => of.test(home))?.[1] ?? ['us-east-1', 'us-west-2'];
  return home === first ? second : first;
}
