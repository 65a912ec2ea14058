import type { Template } from 'aws-cdk-lib/assertions';
import type { Resource } from '../cloud/template.ts';

interface Stat {
  readonly Metric: { readonly MetricName: string; readonly Dimensions?: readonly Dimension[] };
  readonly Stat: string;
}

interface Dimension {
  readonly Value: unknown;
}

interface AlarmProperties {
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: Stat }[];
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
}

const signs: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
};

/** Every alarm as one line, by name: what it looks at, whose that is, from where on it rings, and what silence is. */
export function alarmLines(template: Template): string[] {
  return Object.entries(template.findResources('AWS::CloudWatch::Alarm'))
    .map(([id, { Properties }]) => `${bare(id)}: ${lineOf(Properties as AlarmProperties)}`)
    .toSorted();
}

/**
 * What a trail and each stack set asks of AWS, a line each, and the title of each graph with what it shows. What a set brings, and
 * where to, is looked at elsewhere.
 */
export function wishLines(resources: readonly Resource[]): string[] {
  return resources.flatMap(({ id, type, properties }) => {
    if (type === 'AWS::CloudWatch::Dashboard') return graphLines(String(properties.DashboardBody));
    if (type !== 'AWS::CloudTrail::Trail' && type !== 'AWS::CloudFormation::StackSet') return [];
    const { TemplateBody, StackInstancesGroup, Parameters, Tags, ...wishes } = properties;
    const place = `${type.replace('AWS::', '')} ${bare(id)}`;
    return Object.entries(wishes).map(([name, value]) => `${place} ${name}: ${bare(JSON.stringify(value))}`);
  });
}

function graphLines(body: string): string[] {
  const { widgets } = JSON.parse(body) as {
    readonly widgets: readonly {
      readonly properties: { readonly title: string; readonly metrics: readonly unknown[] };
    }[];
  };
  return widgets.map(({ properties: { title, metrics } }) => {
    const shown = metrics.flatMap((one) => (Array.isArray(one) ? [String(one[1])] : []));
    return `Graph ${title}: ${[...new Set(shown)].join(' ')}`;
  });
}

function lineOf(alarm: AlarmProperties): string {
  const { MetricName = '', Dimensions, Statistic, ExtendedStatistic, Metrics = [] } = alarm;
  const own = MetricName === '' ? [] : [looked(MetricName, Dimensions, Statistic ?? ExtendedStatistic)];
  const within = Metrics.map(({ Expression, MetricStat }) =>
    MetricStat === undefined
      ? Expression
      : looked(MetricStat.Metric.MetricName, MetricStat.Metric.Dimensions, MetricStat.Stat),
  );
  const { ComparisonOperator, Threshold, EvaluationPeriods, DatapointsToAlarm, TreatMissingData = 'missing' } = alarm;
  const times = DatapointsToAlarm === undefined ? EvaluationPeriods : `${DatapointsToAlarm} of ${EvaluationPeriods}`;
  return [...own, ...within, signs[ComparisonOperator], Threshold, 'for', times, TreatMissingData].join(' ');
}

function looked(name: string, dimensions: readonly Dimension[] = [], stat = ''): string {
  return `${stat}(${[name, ...dimensions.map(({ Value }) => named(Value))].join(' ')})`;
}

/** A name as it is, or whose name it is. */
function named(value: unknown): string {
  if (typeof value === 'string') return value;
  const [, id] = /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(JSON.stringify(value)) ?? [];
  return id === undefined ? JSON.stringify(value) : bare(id);
}

/** A logical id without the letters that the CDK puts behind it. */
function bare(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}
