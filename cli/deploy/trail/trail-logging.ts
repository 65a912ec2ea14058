import type { LoggingTrail } from '../../../adapters/aws/deployment/trail-logging.ts';
import type { Result } from '../../../core/model/result.ts';
import { type Check, fine, type Judged, note, wrong } from '../check.ts';
import type { DeploymentWish } from '../deployment-plan.ts';

type Seen = Result<readonly LoggingTrail[], string>;

const makeOne = 'create a trail: rescind deploy --trail-bucket new';

/** Whether EventBridge can tell of anything: without a trail that logs a call it does not. */
export function loggingCheck(trails: Seen, region: string): Check {
  return { about: 'trails', ...judge(trails, region) };
}

/** The same before anything is deployed; null where there is nothing to say, as where a trail is made that logs all. */
export async function unloggedSentence(
  { trailBucket }: Pick<DeploymentWish, 'trailBucket'>,
  region: string,
  read: () => Promise<Seen>,
): Promise<string | null> {
  if (trailBucket === 'new') return null;
  const { state, sentence, remedy } = judge(await read(), region);
  return state === 'fine' ? null : `${sentence} ${remedy}`;
}

function judge(trails: Seen, region: string): Judged {
  if (!trails.ok) {
    return {
      ...note(`Whether a trail logs management events in ${region} cannot be seen (${trails.error}).`),
      remedy: 'Use credentials that may call cloudtrail:DescribeTrails.',
    };
  }
  const logging = trails.value.flatMap(({ name, logs }) => (logs.ok && logs.value ? [{ name, ...logs.value }] : []));
  const reads = logging.filter((one) => one.reads).map(({ name }) => name);
  const writes = logging.filter((one) => one.writes).map(({ name }) => name);
  const both = [...new Set([...reads, ...writes])];
  if (reads.length > 0 && writes.length > 0) {
    return fine(`Management events of ${region} are logged, reads and writes, by ${both.join(', ')}.`);
  }
  const [hidden] = trails.value.flatMap(({ name, arn, logs }) => (logs.ok ? [] : [{ name, arn, error: logs.error }]));
  // fails toward: a note, since a trail that may not be looked at usually logs
  if (hidden !== undefined) return hiddenNote(hidden, region);
  const stopped = trails.value.find(({ logs }) => logs.ok && logs.value === null);
  const [half] = both;
  const ways = [
    ...(stopped === undefined ? [] : [starting(stopped)]),
    ...(half === undefined ? [] : [`let ${half} log reads and writes (in the console, under Management events)`]),
    makeOne,
  ].join(', or ');
  return wrong(unheard({ reads, writes }, stopped, region), `${ways.charAt(0).toUpperCase()}${ways.slice(1)}`);
}

function unheard(
  { reads, writes }: { readonly reads: readonly string[]; readonly writes: readonly string[] },
  stopped: LoggingTrail | undefined,
  region: string,
): string {
  if (writes.length > 0) {
    return `Of management events of ${region} only writes are logged, by ${writes.join(', ')}, so that no call that reads is heard, and no heartbeat.`;
  }
  if (reads.length > 0) {
    return `Of management events of ${region} only reads are logged, by ${reads.join(', ')}, so that no call that changes anything is heard.`;
  }
  const why = stopped === undefined ? '' : ` (${stopped.name} is stopped)`;
  return `No trail logs management events of ${region}${why}, so that EventBridge tells of no call and nothing is heard.`;
}

function hiddenNote(
  { name, arn, error }: Pick<LoggingTrail, 'name' | 'arn'> & { readonly error: string },
  region: string,
): Judged {
  return {
    ...note(`Whether the trail ${name} logs all management events of ${region} cannot be seen (${error}).`),
    remedy: `Look in account ${arn.split(':')[4]}, whose trail it is, or use credentials that may call cloudtrail:GetTrailStatus and cloudtrail:GetEventSelectors.`,
  };
}

function starting({ name, arn, homeRegion }: LoggingTrail): string {
  return `start ${name}: aws cloudtrail start-logging --region ${homeRegion} --name ${arn}`;
}
