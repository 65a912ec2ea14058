import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { metricNamespace } from '../../../contract/metrics.ts';
import { day, type Instant } from '../../../core/model/instant.ts';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** Of a rule as CloudFormation has it: `bus|name`, or the name alone. */
export function busAndName(id: string): readonly [bus: string | undefined, name: string] {
  const [first = '', second] = id.split('|');
  return second === undefined ? [undefined, first] : [first, second];
}

/** The rule's state; null where it is gone. `id` is as CloudFormation has it. */
export async function ruleState(id: string, { events }: DeploymentClients): Promise<Result<string | null, string>> {
  const [bus, name] = busAndName(id);
  const read = await attempt(events.send(new DescribeRuleCommand({ Name: name, EventBusName: bus })));
  return read.ok ? ok(read.value?.State ?? null) : read;
}

export async function isRolePresent(
  name: string,
  { iam }: Pick<DeploymentClients, 'iam'>,
): Promise<Result<boolean, string>> {
  const read = await attempt(iam.send(new GetRoleCommand({ RoleName: name })));
  return read.ok ? ok(read.value !== null) : read;
}

/** Messages that wait; null where the queue is gone. */
export async function queueDepth(url: string, { sqs }: DeploymentClients): Promise<Result<number | null, string>> {
  const read = await attempt(
    sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] })),
  );
  if (!read.ok) return read;
  return ok(read.value === null ? null : Number(read.value.Attributes?.ApproximateNumberOfMessages ?? 0));
}

export interface AlarmFacts {
  readonly name: string;
  /** `OK`, `ALARM`, `INSUFFICIENT_DATA`. */
  readonly state: string;
  /** Of the runbook. */
  readonly section: string;
  /** As long as nothing is measured. */
  readonly ringsWhenMissing: boolean;
  /** It rings where others do, which say by themselves what for. */
  readonly isComposite: boolean;
  /** ARNs of what it tells when it rings. */
  readonly tells: readonly string[];
  /** It rings, and tells nobody. */
  readonly isMuted: boolean;
}

/** Those of the alarms that are there; at most a hundred can be asked for. */
export async function alarmStates(
  names: readonly string[],
  { cloudwatch }: Pick<DeploymentClients, 'cloudwatch'>,
): Promise<Result<readonly AlarmFacts[], string>> {
  if (names.length === 0) return ok([]);
  const read = await attempt(
    cloudwatch.send(
      new DescribeAlarmsCommand({
        AlarmNames: [...names],
        // Left out, it tells of the former alone.
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
      }),
    ),
  );
  if (!read.ok) return read;
  const { MetricAlarms = [], CompositeAlarms = [] } = read.value ?? {};
  const all = [
    ...MetricAlarms.map((one) => ({ ...one, isComposite: false })),
    ...CompositeAlarms.map((one) => ({ ...one, isComposite: true, TreatMissingData: undefined })),
  ];
  return ok(
    all.map((alarm) => ({
      name: alarm.AlarmName ?? '',
      state: alarm.StateValue ?? 'UNKNOWN',
      section: /#([a-z-]+)/.exec(alarm.AlarmDescription ?? '')?.[1] ?? '',
      ringsWhenMissing: alarm.TreatMissingData === 'breaching',
      isComposite: alarm.isComposite,
      tells: alarm.AlarmActions ?? [],
      isMuted: alarm.ActionsEnabled === false,
    })),
  );
}

export interface Heard {
  /** The last five minutes in which anything was heard; null for none within a day. */
  readonly lastAt: Instant | null;
  /** Events heard within a day. */
  readonly perDay: number;
}

/** What the function that observes has counted within the last day. */
export async function heard(now: Instant, { cloudwatch }: DeploymentClients): Promise<Result<Heard, string>> {
  const query = {
    Id: 'heard',
    MetricStat: {
      Metric: {
        Namespace: metricNamespace,
        MetricName: 'Heard',
        Dimensions: [{ Name: 'service', Value: 'observe' }],
      },
      Period: 300,
      Stat: 'Sum',
    },
  };
  const read = await attempt(
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - day),
        EndTime: new Date(now),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [query],
      }),
    ),
  );
  if (!read.ok) return read;
  const { Timestamps = [], Values = [] } = read.value?.MetricDataResults?.[0] ?? {};
  const last = Timestamps.find((_, i) => (Values[i] ?? 0) > 0);
  return ok({ lastAt: last?.getTime() ?? null, perDay: Values.reduce((sum, value) => sum + value, 0) });
}
