import { readRecords } from '../../adapters/files/records.ts';
import type { s3Client } from '../../adapters/s3/client.ts';
import { isLater, type TrailFile, type TrailPlaces, trailFiles, trailPlaces } from '../../adapters/s3/trail.ts';
import { type BackfillProgress, noteKeys } from '../../contract/notes.ts';
import type { BackfillStep } from '../../contract/steps.ts';
import { Unreadable } from '../../core/intake/input.ts';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { learnPast } from '../../core/observe.ts';
import { documentsIn } from '../documents.ts';
import type { Observing } from '../observing.ts';
import { takeIn } from '../records.ts';
import { type AccountProgress, accountProgressKey } from './progress.ts';

export interface BackfillWork {
  readonly bucket: string;
  readonly s3: ReturnType<typeof s3Client>;
  readonly observing: () => Promise<Observing>;
  readonly notes: Observing['ports']['notes'];
  /** How far back it goes. */
  readonly days: number;
  readonly now: () => Instant;
  /** Known once for as long as the process lives. */
  places: TrailPlaces | null;
}

type Learn = Extract<BackfillStep, { step: 'learn' }>;

export type Begun =
  | { readonly idle: true }
  | { readonly idle: false; readonly days: readonly string[]; readonly accounts: readonly string[] };

/** Whoever has not been heard of for so long has died, and another goes on where it was. */
const longestSilence = day;

/** The days that are left to learn; none where all is learned, or somebody is at it. Throws where the bucket is shut. */
export async function begin(work: BackfillWork): Promise<Begun> {
  const { read, write } = documentsIn(work.notes);
  const now = work.now();
  const before = await read<BackfillProgress>(noteKeys.backfill);
  const isBusy = before !== null && before.runningSince !== null && now - before.runningSince < longestSilence;
  if (isBusy || (before !== null && before.endedAt !== null)) return { idle: true };
  const accounts = [...(await placesOf(work)).keys()].toSorted();
  const progress: BackfillProgress = {
    ...(before ?? { ...nothingYet, startedAt: now, days: daysBefore(now, work.days) }),
    accounts,
    runningSince: now,
  };
  await write(noteKeys.backfill, progress, null);
  return { idle: false, days: progress.days.slice(progress.done), accounts };
}

const nothingYet = { done: 0, files: 0, records: 0, unread: 0, unfinished: 0, wouldHave: {}, endedAt: null } as const;

/** Up to and with the present day: what is written later comes by both lanes. */
function daysBefore(now: Instant, days: number): string[] {
  return Array.from({ length: days + 1 }, (_, at) => new Date(now - (days - at) * day).toISOString().slice(0, 10));
}

async function placesOf(work: BackfillWork): Promise<TrailPlaces> {
  work.places ??= await trailPlaces(work.bucket, work.s3);
  return work.places;
}

/** Learned at a time: fewer writes than a file at a time, and no more memory than that many records take. */
const recordsAtOnce = 2_000;

/**
 * What one account did on one day, file by file in order, until `mayGoOn` says no. Answers with the same step and the last
 * file that is done, or null where all are. Learned twice is learned once, so that it may break off anywhere.
 */
export async function learnDay(step: Learn, work: BackfillWork, mayGoOn: () => boolean): Promise<Learn> {
  const documents = documentsIn(work.notes);
  const key = accountProgressKey(step.account);
  const prefixes = (await placesOf(work)).get(step.account) ?? [];
  const { from } = step;
  const files = await trailFiles(work.bucket, prefixes, step.day, work.s3);
  const left = from === null ? files : files.filter((one) => isLater(one.key, from));
  const before = (await documents.read<AccountProgress>(key)) ?? nothingOf;
  const counts = { ...before, wouldHave: { ...before.wouldHave } };
  const observing = await work.observing();
  let told: Told[] = [];
  let last: TrailFile | null = null;
  for (const one of left) {
    await readInto(told, one, step.account, counts);
    last = one;
    if (told.length < recordsAtOnce && mayGoOn()) continue;
    await learn(told, observing, counts);
    told = [];
    if (!mayGoOn()) break;
  }
  await learn(told, observing, counts);
  const isDone = last === left.at(-1) || left.length === 0;
  await documents.write(key, { ...counts, through: isDone ? step.day : before.through }, work.now() + keptFor);
  return { ...step, from: isDone ? null : (last?.key ?? null) };
}

const keptFor = 90 * day;
const nothingOf: AccountProgress = { through: '', files: 0, records: 0, unread: 0, wouldHave: {} };

interface Counts {
  files: number;
  records: number;
  unread: number;
  readonly wouldHave: Record<string, number>;
}

async function readInto(told: Told[], { file }: TrailFile, account: string, counts: Counts): Promise<void> {
  counts.files += 1;
  try {
    for await (const records of readRecords(file)) {
      counts.records += records.length;
      told.push(...records.flatMap((record) => takeIn(record, account).told ?? []));
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    // fails toward: less is known of those in it, and the number of such files is shown
    counts.unread += 1;
  }
}

async function learn(told: Told[], { surroundings, circumstances, ports }: Observing, counts: Counts): Promise<void> {
  if (told.length === 0) return;
  for (const { decision } of await learnPast(inTimeOrder(told).told, surroundings, circumstances, ports)) {
    counts.wouldHave[decision.action] = (counts.wouldHave[decision.action] ?? 0) + 1;
  }
}

/** One more day is learned. An account that could not be finished is counted, and does not keep the others waiting. */
export async function endDay(dayDone: string, work: BackfillWork): Promise<BackfillProgress> {
  const { read, write } = documentsIn(work.notes);
  const progress = await read<BackfillProgress>(noteKeys.backfill);
  if (progress === null) throw new Error('no backfill has begun');
  const accounts = await Promise.all(
    progress.accounts.map((account) => read<AccountProgress>(accountProgressKey(account))),
  );
  const sum = (of: (one: AccountProgress) => number) =>
    accounts.reduce((total, one) => total + (one === null ? 0 : of(one)), 0);
  const wouldHave: Record<string, number> = {};
  for (const [rung, times] of accounts.flatMap((one) => Object.entries(one?.wouldHave ?? {}))) {
    wouldHave[rung] = (wouldHave[rung] ?? 0) + times;
  }
  const behind = accounts.filter((one) => one === null || one.through < dayDone).length;
  const next: BackfillProgress = {
    ...progress,
    done: progress.days.indexOf(dayDone) + 1,
    files: sum(({ files }) => files),
    records: sum(({ records }) => records),
    unread: sum(({ unread }) => unread),
    unfinished: progress.unfinished + behind,
    wouldHave,
    runningSince: work.now(),
  };
  await write(noteKeys.backfill, next, null);
  return next;
}

/** All is learned; or, where the state machine broke off, the next one may go on. */
export async function end(work: BackfillWork): Promise<BackfillProgress> {
  const { read, write } = documentsIn(work.notes);
  const progress = await read<BackfillProgress>(noteKeys.backfill);
  if (progress === null) throw new Error('no backfill has begun');
  const isWhole = progress.done === progress.days.length;
  const next = { ...progress, runningSince: null, endedAt: isWhole ? work.now() : null };
  await write(noteKeys.backfill, next, null);
  return next;
}
