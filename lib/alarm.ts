import type { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { FunctionName } from '../contract/env.ts';
import { metricNamespace } from '../contract/metrics.ts';

export interface AlarmGiven {
  /** The section of docs/runbook.md that says what to do; every alarm has one. */
  readonly section: string;
  readonly metric: IMetric;
  /** From here on it rings; `silence`: where less than one is counted, or nothing is. */
  readonly threshold: number | 'silence';
  /** Periods in a row in which it has to be so; one where nothing else is said. */
  readonly periods?: number;
  /** Whether it rings, too, where nobody counted. */
  readonly ringsWhenMissing?: boolean;
}

/** What a function counts in its log lines, summed up. */
export function counted(service: FunctionName, metricName: string, period: Duration): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { service },
    statistic: 'Sum',
    period,
  });
}

const runbook = 'docs/runbook.md';

/** Rings at `threshold`, to the topic, with the way to the runbook in its text. */
export function alarm(scope: Construct, id: string, topic: ITopic, given: AlarmGiven): Alarm {
  const isSilence = given.threshold === 'silence';
  const made = new Alarm(scope, id, {
    metric: given.metric,
    threshold: isSilence ? 1 : given.threshold,
    evaluationPeriods: given.periods ?? 1,
    comparisonOperator: isSilence
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData:
      isSilence || given.ringsWhenMissing === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: `See ${runbook}#${given.section}`,
  });
  made.addAlarmAction(new SnsAction(topic));
  return made;
}
