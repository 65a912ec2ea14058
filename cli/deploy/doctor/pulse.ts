import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Asked } from '../../../adapters/aws/deployment/clients.ts';
import type { ResourceFacts } from '../../../adapters/aws/deployment/stack.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { minutesBetweenRounds } from '../../../contract/heartbeat.ts';
import {
  type BackfillProgress,
  noteKeys,
  type Pulse,
  type RoleTrials,
  type SweepRun,
} from '../../../contract/notes.ts';
import { day, type Instant, minute } from '../../../core/model/instant.ts';
import { fail, ok, type Result } from '../../../core/model/result.ts';
import { clockTime, count } from '../../terminal/words.ts';
import { type Check, fine, note, of, wrong } from '../check.ts';
import { deedsIn } from '../destruction.ts';
import { learningCheck } from './learning-check.ts';

type Read<T> = Result<T | null, string>;

/** What the functions note of themselves; null where nothing is noted yet. */
export interface PulseFacts {
  readonly heartbeat: Read<Pulse>;
  readonly sweep: Read<SweepRun>;
  readonly trials: Read<RoleTrials>;
  /** Undefined where no past is to be learned. */
  readonly backfill: Read<BackfillProgress> | undefined;
  /** Whose function learns it. */
  readonly backfillRole: string;
}

/** Reads it from the table of what was learned. */
export async function readPulse(resources: readonly ResourceFacts[], sdk: Asked): Promise<PulseFacts> {
  const nameOf = (id: string) => resources.find(({ logicalId }) => logicalId.startsWith(id))?.physicalId ?? '';
  const client = new DynamoDBClient(sdk);
  const memory = dynamodbNoteStore({ client, name: nameOf('FoundationMemory') });
  const deeds = dynamodbNoteStore({ client, name: deedsIn(resources) ?? '' });
  async function read<T>(key: string, notes = memory): Promise<Read<T>> {
    try {
      const found = await notes.load(key);
      return ok(found === null ? null : (JSON.parse(found.text) as T));
    } catch (error) {
      // fails toward: saying that it could not be looked at
      return fail((error as Error).name);
    }
  }
  const learns = resources.some(({ logicalId }) => logicalId.startsWith('BackfillMachine'));
  const [heartbeat, sweep, trials, backfill] = await Promise.all([
    read<Pulse>(noteKeys.heartbeat),
    read<SweepRun>(noteKeys.sweepRun),
    read<RoleTrials>(noteKeys.roleTrials, deeds),
    learns ? read<BackfillProgress>(noteKeys.backfill) : undefined,
  ]);
  client.destroy();
  return { heartbeat, sweep, trials, backfill, backfillRole: nameOf('BackfillStepsRole') || 'rescind-backfill' };
}

const mostNamed = 10;
/** Each has its turn once a day. */
const longestUntried = 2 * day;
/** A few rounds may be late or lost. */
const mostBetweenHeartbeats = 6 * minutesBetweenRounds * minute;

/** Whether every account is heard, how far the past is learned, and when the last sweep was. */
export function pulseChecks(
  { heartbeat, sweep, trials, backfill, backfillRole }: PulseFacts,
  now: Instant,
  isYoung: boolean,
): Check[] {
  const learning = (one: BackfillProgress | null) =>
    one === null
      ? missing('Earlier days are not being learned yet.', 'learning', isYoung)
      : learningCheck(one, backfillRole);
  return [
    ...(heartbeat.ok && heartbeat.value !== null
      ? [...laneChecks(heartbeat.value, now), ...offChecks(heartbeat.value)]
      : [of('lanes', heartbeat, () => missing('No heartbeat was made yet.', 'dead-lane', isYoung))]),
    ...(backfill === undefined ? [] : [of('learning', backfill, learning)]),
    of('sweep', sweep, (one) => sweepCheck(one, isYoung)),
    ...(trials.ok && trials.value !== null
      ? trialChecks(trials.value, now)
      : [
          of('hands', trials, () =>
            note('Whether the roles that act can be assumed is first tried an hour after an account is first heard.'),
          ),
        ]),
  ];
}

function missing(sentence: string, section: string, isYoung: boolean) {
  return isYoung ? note(sentence) : wrong(sentence, `Follow docs/runbook.md#${section}`);
}

/** Where nothing is heard, and nobody can act: AWS says that the Region is switched off in the account. */
function offChecks({ off = {} }: Pulse): Check[] {
  const places = Object.entries(off).flatMap(([account, of]) => Object.keys(of).map((region) => ({ account, region })));
  return [...Map.groupBy(places, ({ region }) => region)].map(([region, of]) => {
    const named = of.slice(0, mostNamed).map(({ account }) => account);
    const more = of.length > named.length ? ` and ${of.length - named.length} more` : '';
    const sentence = `${region} is switched off in ${named.join(', ')}${more}: nobody can act there, and no alarm rings for it.`;
    return {
      about: 'regions',
      ...note(sentence),
      remedy: 'Leave it out of --regions, or, if it is switched on there later, run rescind deploy again.',
    };
  });
}

function laneChecks({ at, since, silent, refused, unnamed = 0 }: Pulse, now: Instant): Check[] {
  const follow = 'Follow docs/runbook.md#dead-lane';
  const unheard = silent.slice(0, mostNamed).map(({ account, lane, region, heardAt }) => {
    const when = heardAt === null ? 'was never heard' : `has not been heard since ${clockTime(heardAt)} UTC`;
    const where = region === undefined ? '' : ` from ${region}`;
    return wrong(`Account ${account} ${when}${where} by the ${lane} lane.`, follow);
  });
  const shut = Object.entries(refused).slice(0, mostNamed);
  const all = [
    ...(now - at > mostBetweenHeartbeats
      ? [wrong(`The last heartbeat was made at ${clockTime(at)} UTC.`, follow)]
      : []),
    ...unheard,
    ...shut.map(([account, reason]) => wrong(`No heartbeat can be made in account ${account}: ${reason}.`, follow)),
  ];
  const more = unnamed + silent.length + Object.keys(refused).length - unheard.length - shut.length;
  if (more > 0) all.push(wrong(`And ${more} more like these.`, follow));
  const heard = fine(`${count(Object.keys(since).length, 'account')} heard, the last time at ${clockTime(at)} UTC.`);
  return (all.length > 0 ? all : [heard]).map((one) => ({ about: 'lanes', ...one }));
}

/** Whether whoever acts could, were it to act now. */
function trialChecks({ triedAt, shut }: RoleTrials, now: Instant): Check[] {
  const all = Object.entries(shut).flatMap(([account, roles]) =>
    Object.entries(roles).map(([role, { since, reason }]) => {
      const sentence = `The role ${role} of account ${account} cannot be assumed since ${clockTime(since)} UTC: ${reason}.`;
      return wrong(sentence, 'Nothing could be contained there. Follow docs/runbook.md#shut-roles');
    }),
  );
  const told = all.slice(0, mostNamed);
  if (all.length > told.length)
    told.push(wrong(`And ${all.length - told.length} more roles like these.`, 'Follow docs/runbook.md#shut-roles'));
  const oldest = Math.min(...Object.values(triedAt));
  if (now - oldest > longestUntried)
    told.push(
      wrong(
        `Roles that act were last tried at ${clockTime(oldest)} UTC.`,
        'Does the bell of respond ring? docs/runbook.md#stuck',
      ),
    );
  const open = fine(`The roles that act could be assumed in ${count(Object.keys(triedAt).length, 'account')}.`);
  return (told.length > 0 ? told : [open]).map((one) => ({ about: 'hands', ...one }));
}

function sweepCheck(run: SweepRun | null, isYoung: boolean) {
  if (run === null) return missing('No sweep was made yet.', 'sweep', isYoung);
  const { startedAt, finishedAt, accounts, unseen } = run;
  if (finishedAt === null)
    return note(`A sweep of ${count(accounts.length, 'account')} began at ${clockTime(startedAt)} UTC.`);
  const seen = `The last sweep ended at ${clockTime(finishedAt)} UTC; `;
  return unseen === 0
    ? fine(`${seen}all of ${count(accounts.length, 'account')} were seen.`)
    : note(`${seen}${unseen} of ${count(accounts.length, 'account')} could not be seen. SweepCompleted names them.`);
}
