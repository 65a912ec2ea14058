import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { metricNamespace } from '../../contract/metrics.ts';
import { type WatcherCount, watcherAlarm, watcherDimensions, watcherMetrics } from '../../contract/watcher.ts';

/** Who watches over the rounds of heartbeats from another Region. */
export interface Watcher {
  /** Counts one of each there. Throws where that cannot be done. */
  count(counts: readonly WatcherCount[]): Promise<void>;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA` of the alarm of each count; without those that are gone. */
  alarms(): Promise<ReadonlyMap<WatcherCount, string>>;
}

/** The one in `region` of the same account, of the deployment in `home`. `AWS_ENDPOINT_URL` is honoured. */
export function watcherIn(region: string, home: string): Watcher {
  const client = new CloudWatchClient({ region });
  const Dimensions = Object.entries(watcherDimensions(home)).map(([Name, Value]) => ({ Name, Value }));
  return {
    async count(counts) {
      const MetricData = counts.map((one) => ({ MetricName: watcherMetrics[one], Value: 1, Dimensions }));
      await client.send(new PutMetricDataCommand({ Namespace: metricNamespace, MetricData }));
    },
    async alarms() {
      const all = Object.keys(watcherMetrics) as WatcherCount[];
      const AlarmNames = all.map((one) => watcherAlarm(one, home));
      const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames }));
      const states = new Map(MetricAlarms.map(({ AlarmName, StateValue = '' }) => [AlarmName, StateValue]));
      return new Map(
        all.flatMap((one) => {
          const state = states.get(watcherAlarm(one, home));
          return state === undefined ? [] : [[one, state] as const];
        }),
      );
    },
  };
}
