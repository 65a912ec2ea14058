import { metricNamespace } from '../../contract/metrics.ts';
import type { LocalCloud } from './local-cloud.ts';

interface Embedded {
  readonly service?: string;
  readonly _aws?: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

/** What the functions have counted in their log lines so far: `service name`. */
export function emittedBy(cloud: LocalCloud): ReadonlySet<string> {
  const lines = [...new Set(cloud.functions.values())].flatMap((one) => one.lines);
  const found = lines.flatMap((line) => {
    if (!line.includes('CloudWatchMetrics')) return [];
    const { service, _aws } = JSON.parse(line) as Embedded;
    return (_aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
      Namespace === metricNamespace && Dimensions.every((names) => names.join() === 'service')
        ? Metrics.map(({ Name }) => `${service} ${Name}`)
        : [],
    );
  });
  return new Set(found);
}

interface Waited {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

/** What the alarms of the template look at of ours: `service name`. */
export function waitedFor({ resources }: LocalCloud): string[] {
  return resources.flatMap(({ type, properties }) => {
    if (type !== 'AWS::CloudWatch::Alarm') return [];
    const { Metrics = [] } = properties as { Metrics?: { MetricStat?: { Metric: Waited } }[] };
    const all = [properties as Waited, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
    return all.flatMap(({ Namespace, MetricName, Dimensions }) =>
      Namespace === metricNamespace ? [`${Dimensions?.[0]?.Value} ${MetricName}`] : [],
    );
  });
}
