import type { Template } from 'aws-cdk-lib/assertions';
import type { Resource } from '../cloud/template.ts';

interface Stat {
  readonly Period: number;
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
  readonly Period?: number;
  readonly Metrics?: readonly { readonly Expression?: string; readonly Period?: number; readonly MetricStat?: Stat }[];
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

/** Every alarm as one line, by name: what it looks at, whose that is, from where on it rings, for how long, and what silence is. */
export function alarmLines(template: Template): string[] {
  return Object.entries(template.findResources('AWS::CloudWatch::Alarm'))
    .map(([id, { Properties }]) => `${bare(id)}: ${lineOf(Properties as AlarmProperties)}`)
    .toSorted();
}

/** What else is asked of AWS in numbers and switches that no other test may know: all of it, or these alone. */
const wished: Readonly<Record<string, readonly string[] | 'all'>> = {
  'AWS::CloudTrail::Trail': 'all',
  'AWS::CloudFormation::StackSet': 'all',
  'AWS::DynamoDB::GlobalTable': 'all',
  'AWS::Events::Rule': ['ScheduleExpression'],
  'AWS::Lambda::EventSourceMapping': ['BatchSize', 'MaximumBatchingWindowInSeconds', 'ScalingConfig'],
  'AWS::Lambda::Function': ['Timeout', 'MemorySize'],
  'AWS::Scheduler::Schedule': ['ScheduleExpression', 'FlexibleTimeWindow', 'State'],
};

/**
 * What is asked of AWS, a line for each thing of each resource, and the title of each graph with what it shows. What a stack set
 * brings, and where to, is looked at elsewhere.
 */
export function wishLines(resources: readonly Resource[]): string[] {
  return resources.flatMap(({ id, type, properties }) => {
    if (type === 'AWS::CloudWatch::Dashboard') return graphLines(String(properties.DashboardBody));
    const known = wished[type];
    if (known === undefined) return [];
    const { TemplateBody, StackInstancesGroup, Parameters, Tags, ...wishes } = properties;
    const place = `${type.replace('AWS::', '')} ${bare(id)}`;
    const looked = Object.entries(wishes).filter(([name]) => known === 'all' || known.includes(name));
    return looked.map(([name, value]) => `${place} ${name}: ${bare(JSON.stringify(value))}`);
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
  const period = [...new Set(periodsOf(alarm))].map(timeOf).join();
  return [
    ...[...own, ...within, signs[ComparisonOperator], Threshold],
    ...['for', times, 'of', period, TreatMissingData],
  ].join(' ');
}

/** Of each metric that it looks at, over how many seconds it is summed up. */
export function periodsOf({ Period, Metrics = [] }: Pick<AlarmProperties, 'Period' | 'Metrics'>): number[] {
  const within = Metrics.flatMap(({ Period, MetricStat }) => [Period, MetricStat?.Period]);
  return [Period, ...within].filter((one) => one !== undefined);
}

function timeOf(seconds: number): string {
  return seconds % 3_600 === 0 ? `${seconds / 3_600} h` : `${seconds / 60} min`;
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
