import type { Template } from 'aws-cdk-lib/assertions';

/** An alarm as a template has it: what it looks at, and what it says. */
export interface AlarmShown {
  readonly description: string;
  readonly metrics: readonly string[];
}

interface Looked {
  readonly MetricName?: string;
  readonly AlarmDescription: Said;
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: { readonly MetricName: string } } }[];
}

/** A text, or what CloudFormation makes one of. */
type Said = string | { readonly 'Fn::Join': readonly ['', readonly (string | { readonly Ref: string })[]] };

/** A text as the Region that is deployed to has it: of a resource, the name that it has in the template. */
export function textOf(said: Said, region: string): string {
  if (typeof said === 'string') return said;
  return said['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : part.Ref))
    .join('')
    .replaceAll('AWS::Region', region);
}

export function alarmsIn(template: Template, region: string): AlarmShown[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => {
    const { MetricName, AlarmDescription, Metrics = [] } = Properties as Looked;
    const within = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []);
    return { description: textOf(AlarmDescription, region), metrics: MetricName === undefined ? within : [MetricName] };
  });
}

/** `section`, `metric`, `query`: what each section of the runbook says of itself. */
function sectionsOf(runbook: string) {
  const [, ...parts] = runbook.split(/^## /m);
  return parts.map((part) => {
    const [title = ''] = part.split('\n', 1);
    const [, metrics = '', query = ''] =
      /\n\nRings by ([^.]+)\. Run first(?:, in the log of its function)?:\n\n {4}(.+)\n/.exec(part) ?? [];
    return { title, metrics: [...metrics.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), query };
  });
}

/** The one that is deployed to, and the one that it is watched from. */
export interface Regions {
  readonly region: string;
  readonly watchRegion: string;
}

/** Whether an alarm says what a section says, with the names of its own deployment: of a queue, the one in the template. */
function isFilled(query: string, said: string, { region, watchRegion }: Regions): boolean {
  const [before = '', after] = query.replace('WATCH_REGION', watchRegion).replace('REGION', region).split('QUEUE_URL');
  if (after === undefined) return said === before;
  return (
    said.startsWith(before) &&
    said.endsWith(after) &&
    /^\w+DeadLetters\w+$/.test(said.slice(before.length, -after.length))
  );
}

/** What of alarms and sections has no match, or another one than it says; nothing where all are as they should be. */
export function unpaired(alarms: readonly AlarmShown[], runbook: string, regions: Regions): string[] {
  const sections = sectionsOf(runbook);
  const said = alarms.map(({ description, metrics }) => {
    const [, section = '', query = ''] =
      /^See docs\/runbook\.md#([a-z-]+)\. Run first: (?:in the log (?:of its function|group \w+), )?(.+)$/.exec(
        description,
      ) ?? [];
    return { section, query, metrics, description };
  });
  const titles = sections.map(({ title }) => title);
  return [
    ...said.flatMap(({ section, description }) => (titles.includes(section) ? [] : [`no section: ${description}`])),
    ...sections.flatMap(({ title, metrics, query }) => {
      const own = said.filter(({ section }) => section === title);
      const looked = [...new Set(own.flatMap((one) => one.metrics))].toSorted();
      return [
        ...(own.length === 0 ? [`no alarm: ${title}`] : []),
        ...(looked.join() === metrics.toSorted().join()
          ? []
          : [`${title} rings by ${looked.join()}, and says ${metrics.join()}`]),
        ...own.flatMap((one) =>
          isFilled(query, one.query, regions) ? [] : [`${title} runs ${query}, and its alarm ${one.query}`],
        ),
      ];
    }),
  ];
}
