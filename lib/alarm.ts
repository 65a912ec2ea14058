import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmGiven {
  /** The section of docs/runbook.md that says what to do; every alarm has one. */
  readonly section: string;
  readonly metric: IMetric;
  /** From here on it rings. */
  readonly threshold: number;
  /** What no data means: `ok` where there is nothing to count, `ring` where silence is the fault. */
  readonly silence?: 'ok' | 'ring';
}

const runbook = 'docs/runbook.md';

/** Rings at `threshold`, to the topic, with the way to the runbook in its text. */
export function alarm(scope: Construct, id: string, topic: ITopic, given: AlarmGiven): Alarm {
  const made = new Alarm(scope, id, {
    metric: given.metric,
    threshold: given.threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: given.silence === 'ring' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: `See ${runbook}#${given.section}`,
  });
  made.addAlarmAction(new SnsAction(topic));
  return made;
}
