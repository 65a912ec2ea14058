import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { metricNamespace } from '../../../contract/metrics.ts';
import { day, type Instant } from '../../../core/model/instant.ts';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';

/** The rule's state; null where it is gone. `id` is as CloudFormation has it: `bus|name`, or the name alone. */
export async function ruleState(id: string, { events }: DeploymentClients): Promise<Result<string | null, string>> {
  const [bus, name] = id.includes('|') ? id.split('|') : [undefined, id];
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
}

/** Those of the alarms that are there; at most a hundred can be asked for. */
export async function alarmStates(
  names: readonly string[],
  { cloudwatch }: DeploymentClients,
): Promise<Result<readonly AlarmFacts[], string>> {
  if (names.length === 0) return ok([]);
  const read = await attempt(cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [...names], MaxRecords: 100 })));
  if (!read.ok) return read;
  return ok(
    (read.value?.MetricAlarms ?? []).map((alarm) => ({
      name: alarm.AlarmName ?? '',
      state: alarm.StateValue ?? 'UNKNOWN',
      section: /#([a-z-]+)/.exec(alarm.AlarmDescription ?? '')?.[1] ?? '',
      ringsWhenMissing: alarm.TreatMissingData === 'breaching',
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
