import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import type { FunctionName } from '../contract/env.ts';
import { metricNamespace } from '../contract/metrics.ts';
import { describedAs, type Placeholder, runbookContext, type Section, usualRunbook } from '../contract/runbook.ts';
import { switchedOn } from './switched-on.ts';

export interface AlarmGiven {
  /** The section of docs/runbook.md that says what to do; every alarm has one. */
  readonly section: Section;
  readonly metric: IMetric;
  /** From here on it rings; `silence`: where less than one is counted, or nothing is. */
  readonly threshold: number | 'silence';
  /** Periods in a row in which it has to be so; one where nothing else is said. */
  readonly periods?: number;
  /** Whether it rings, too, where nobody counted. */
  readonly ringsWhenMissing?: boolean;
  /** What is to be run first names them; the alarm's own Region it knows. */
  readonly names?: Readonly<Partial<Record<Placeholder, string>>>;
}

/** What a function counts in its log lines, summed up. */
export function counted(service: FunctionName, metricName: string, period: Duration): Metric {
  return new Metric({ namespace: metricNamespace, metricName, dimensionsMap: { service }, statistic: 'Sum', period });
}

/** What a function measures: the greatest of the period, or the slowest but one in a hundred. */
export function measured(
  service: FunctionName | 'every',
  metricName: string,
  statistic: 'Maximum' | 'p99',
  period: Duration,
): Metric {
  return new Metric({ namespace: metricNamespace, metricName, dimensionsMap: { service }, statistic, period });
}

/** Rings where AWS refused one in twenty of a quarter of an hour's calls in any one account, since they came too fast. */
export function refusals(scope: Construct, service: 'respond' | 'sweep', topic: ITopic): void {
  const metric = measured(service, 'ThrottledPercent', 'Maximum', Duration.minutes(15));
  alarm(scope, 'RefusalsAlarm', topic, { section: 'throttle', metric, threshold: 5 });
}

/** Of a lane that judges records: some are lost, or somebody changes what it is told by. */
export function laneAlarms(scope: Construct, service: 'observe' | 'ingest', topic: ITopic): void {
  const rings = (metricName: string) => ({ metric: counted(service, metricName, Duration.minutes(5)), threshold: 1 });
  alarm(scope, 'LostAlarm', topic, { section: 'lost-record', ...rings('Lost') });
  // Of either lane: whoever cuts the one is not heard by it any more.
  alarm(scope, 'TamperAlarm', topic, { section: 'tamper', ...rings('Tampering') });
}

/** Rings at `threshold`, to the topic, with the way to the runbook and what to run first in its text. */
export function alarm(scope: Construct, id: string, topic: ITopic, given: AlarmGiven): Alarm {
  const isSilence = given.threshold === 'silence';
  const made = new Alarm(scope, id, {
    ...switchedOn.alarm,
    metric: given.metric,
    threshold: isSilence ? 1 : given.threshold,
    evaluationPeriods: given.periods ?? 1,
    comparisonOperator: isSilence
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData:
      isSilence || given.ringsWhenMissing === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: describedAs(
      given.section,
      runbookOf(scope),
      { REGION: Stack.of(scope).region, ...given.names },
      logOf(scope),
    ),
  });
  made.addAlarmAction(new SnsAction(topic));
  sections.set(made, given.section);
  return made;
}

/**
 * A topic that alarms of this account may ring. With a policy of its own, as the demand for TLS is one, a topic lets in nobody
 * whom the policy does not name, CloudWatch included. It is not encrypted at rest: AWS's own key for topics does not let
 * CloudWatch in, and one of the account's own costs a dollar a month to hide an alarm's name and count, which is all that it says.
 */
export function alarmTopic(scope: Construct, id: string): Topic {
  const topic = new Topic(scope, id, { enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      actions: ['sns:Publish'],
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}

/** Where whoever reads an alarm finds the runbook (`-c runbook=`): of the context, since every construct with an alarm asks. */
export function runbookOf(scope: Construct): string {
  return scope.node.tryGetContext(runbookContext) ?? usualRunbook;
}

/** The group that the function of this part logs into; null where it has none, or several. */
function logOf(scope: Construct): string | null {
  const [found, ...more] = scope.node.findAll().filter((one) => one instanceof LogGroup);
  return found === undefined || more.length > 0 ? null : found.logGroupName;
}

const sections = new WeakMap<IConstruct, Section>();

/** What cannot wait for the morning: these sections of the runbook, of the budget only that it is spent. */
const pages: readonly Section[] = ['dead-lane', 'tamper', 'lost-record', 'irrevocable', 'budget-spent'];

/** One alarm for a pager, over all of the stack that cannot wait; the others are there to be read by day. */
export function pager(scope: Construct, id: string): Topic {
  const topic = alarmTopic(scope, `${id}Topic`);
  const urgent = Stack.of(scope)
    .node.findAll()
    .filter((one) => one instanceof Alarm)
    .filter((one) => {
      const section = sections.get(one);
      return section !== undefined && pages.includes(section);
    });
  new CompositeAlarm(scope, id, {
    ...switchedOn.alarm,
    alarmRule: AlarmRule.anyOf(...urgent.map((one) => AlarmRule.fromAlarm(one, AlarmState.ALARM))),
    alarmDescription: `At least one of these urgent alarms rings: ${pages.map((section) => `${runbookOf(scope)}#${section}`).join(' ')}`,
  }).addAlarmAction(new SnsAction(topic));
  return topic;
}
