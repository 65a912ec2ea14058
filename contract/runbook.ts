const ownLog = 'the log of its function';
const inTheLog = (query: string) => `in ${ownLog}, ${query}`;
const lately = '| sort @timestamp desc | limit 20';

/** By section of docs/runbook.md, what to run first where one of its alarms rings. */
export const firstQueries = {
  'dead-letters': inTheLog('filter message = "given back" | stats count() by reason, error'),
  unstarted: 'aws sqs receive-message --queue-url QUEUE_URL --message-attribute-names All --region REGION',
  'queue-age': inTheLog('filter @type = "REPORT" | stats count(), max(@duration) by bin(5m)'),
  errors: inTheLog('filter message = "the invocation failed" | stats count() by error'),
  throttle: inTheLog(`filter message = "refused for coming too fast" ${lately}`),
  'slow-lane': inTheLog('filter OwnSeconds > 60 | stats count(), max(OwnSeconds) by bin(5m)'),
  'lossy-lane': 'rescind doctor --region REGION',
  timeout: inTheLog('filter @type = "REPORT" | sort @duration desc | limit 20'),
  'lost-record': inTheLog(`filter Lost > 0 or ispresent(counts) ${lately}`),
  settings: 'rescind policy check rescind.policy.json',
  silence: 'aws cloudtrail describe-trails',
  tamper: 'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false',
  'dead-lane': 'rescind doctor --region REGION',
  'gone-account': inTheLog(`filter message = "watched no more" ${lately}`),
  watcher: 'aws cloudwatch describe-alarms --alarm-name-prefix rescind- --region WATCH_REGION',
  sweep: 'rescind status --region REGION',
  learning: 'rescind status --region REGION',
  budget: 'rescind status --region REGION',
  'budget-spent': 'rescind status --region REGION',
  undo: inTheLog(`filter DriftOnRestore > 0 or UndoFailed > 0 ${lately}`),
  stuck: inTheLog('filter message = "given back" | stats count() by reason, error'),
  'wrong-actions': 'rescind status --region REGION',
  irrevocable: inTheLog(`filter Irrevocable > 0 ${lately}`),
  'shut-roles': 'rescind doctor --region REGION',
  harm: inTheLog(`filter HarmUndone > 0 ${lately}`),
  undelivered: inTheLog(`filter level = "ERROR" ${lately}`),
  rotation: inTheLog(`filter message = "refused" ${lately}`),
  rejected: inTheLog('filter Rejected > 0 | stats count() by bin(5m)'),
  demoted: inTheLog(`filter Demoted > 0 ${lately}`),
} as const;

export type Section = keyof typeof firstQueries;

/** What stands in a query for what only a deployment knows. */
export type Placeholder = 'REGION' | 'WATCH_REGION' | 'QUEUE_URL';

/** Where the runbook is read, unless whoever deploys has it somewhere that a link leads to. */
export const usualRunbook = 'docs/runbook.md';
/** In the CDK's context, another place. */
export const runbookContext = 'runbook';

/** A page that a mail can link to, and a section of it be named behind `#`. */
export function isRunbookLink(text: string): boolean {
  return URL.canParse(text) && /^https:\/\/[^\s#]+$/.test(text);
}

/**
 * What an alarm says of itself: where it is written what to do, and what to run first, there where it rings. `log`: the name of the group
 * that its function logs into; null where it has none.
 */
export function describedAs(
  section: Section,
  runbook: string,
  names: Readonly<Partial<Record<Placeholder, string>>>,
  log: string | null = null,
): string {
  const query = firstQueries[section].replace(/\b(?:WATCH_REGION|REGION|QUEUE_URL)\b/g, (name) => {
    const meant = names[name as Placeholder];
    if (meant === undefined) throw new Error(`${section} names no ${name}`);
    return meant;
  });
  const named = log === null ? query : query.replace(ownLog, `the log group ${log}`);
  return `See ${runbook}#${section}. Run first: ${named}`;
}
