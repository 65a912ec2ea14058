import type { Resource } from './template.ts';

interface Counted {
  readonly series: string;
  readonly value: number;
  readonly at: number;
}

interface AlarmProperties {
  readonly AlarmName: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
}

/** CloudWatch in one Region: what was counted there, and how the alarms of a template stand by it. Sums, and no expressions. */
export class LocalAlarms {
  readonly region: string;
  readonly #alarms: ReadonlyMap<string, AlarmProperties>;
  readonly #counted: Counted[] = [];

  constructor(region: string, resources: readonly Resource[]) {
    this.region = region;
    const alarms = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm');
    this.#alarms = new Map(
      alarms.map(({ properties }) => [String(properties.AlarmName), properties as unknown as AlarmProperties]),
    );
  }

  count(namespace: string, data: readonly MetricDatum[], at: number): void {
    for (const { MetricName, Dimensions = [], Value } of data) {
      this.#counted.push({ series: seriesOf(namespace, MetricName, Dimensions), value: Value, at });
    }
  }

  /** Null where there is no alarm of that name. */
  state(name: string, now: number): 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | null {
    const alarm = this.#alarms.get(name);
    if (alarm === undefined) return null;
    const { Namespace, MetricName, Dimensions, Period, EvaluationPeriods, TreatMissingData = 'missing' } = alarm;
    const series = seriesOf(Namespace, MetricName, Dimensions);
    const periods = Array.from({ length: EvaluationPeriods }, (_, i): boolean | null => {
      const to = now - i * Period * 1_000;
      const points = this.#counted.filter(
        (one) => one.series === series && one.at > to - Period * 1_000 && one.at <= to,
      );
      if (points.length === 0) return { breaching: true, notBreaching: false }[TreatMissingData] ?? null;
      return breaches(
        alarm,
        points.reduce((sum, { value }) => sum + value, 0),
      );
    });
    if (periods.every((one) => one === null)) return 'INSUFFICIENT_DATA';
    return periods.every((one) => one === true) ? 'ALARM' : 'OK';
  }
}

export interface MetricDatum {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Value: number;
}

function seriesOf(namespace: string, name: string, dimensions: AlarmProperties['Dimensions']): string {
  const pairs = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).toSorted();
  return [namespace, name, ...pairs].join(' ');
}

function breaches({ ComparisonOperator, Threshold }: AlarmProperties, sum: number): boolean {
  if (ComparisonOperator === 'LessThanThreshold') return sum < Threshold;
  if (ComparisonOperator === 'GreaterThanOrEqualToThreshold') return sum >= Threshold;
  throw new Error(`what ${ComparisonOperator} is, nobody has said`);
}
