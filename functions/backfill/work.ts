import type { s3Client } from '../../adapters/s3/client.ts';
import { OutOfReach } from '../../adapters/s3/out-of-reach.ts';
import { mostFolders, type TrailPlaces, trailPlaces } from '../../adapters/s3/trail.ts';
import { type BackfillProgress, noteKeys, type PastGap } from '../../contract/notes.ts';
import type { TrailPlace } from '../../contract/trail.ts';
import { day, type Instant, minute } from '../../core/model/instant.ts';
import { documentsIn } from '../documents.ts';
import type { Observing } from '../observing.ts';
import type { IsWatched } from '../organization.ts';
import { type Slice, slicesOf } from '../slices.ts';
import { accountsIn, gapsIn, gapsOfAll, isLeft, tally } from './progress.ts';

export interface BackfillWork {
  /** The trail's, with the prefix where one was named: by this, what was learned from another counts for nothing. */
  readonly bucket: string;
  readonly trail: TrailPlace;
  readonly s3: ReturnType<typeof s3Client>;
  readonly observing: () => Promise<Observing>;
  readonly notes: Observing['ports']['notes'];
  /** How far back it goes. */
  readonly days: number;
  readonly now: () => Instant;
  /** Whose past is learned; null while nobody knows. */
  readonly watched: () => Promise<IsWatched | null>;
}

/** Days that are left, of all accounts. What is not learned lies in the `folders`. */
export type Begun =
  | { readonly idle: true }
  | ({ readonly idle: false; readonly days: readonly string[]; readonly slices: readonly Slice[] } & Pick<
      TrailPlaces,
      'folders'
    >);

/** Of whom nothing has been heard for so long has died, and another goes on where it was: one account's step lasts half as long. */
const longestSilence = 30 * minute;

/** What is left to learn; idle where all that is asked for is learned, or another execution than `run` is at it. */
export async function begin(work: BackfillWork, run: string | null = null): Promise<Begun> {
  const { read, write } = documentsIn(work.notes);
  const now = work.now();
  const last = await read<BackfillProgress>(noteKeys.backfill);
  if (last !== null && (run === null || last.run !== run) && (await isAtWork(last, work))) return { idle: true };
  const before = last?.bucket === work.bucket ? last : null;
  const startedAt = before?.startedAt ?? now;
  const first = dateOf(startedAt - work.days * day);
  const [known = first] = before?.days ?? [];
  if (before !== null && before.endedAt !== null && known <= first) return { idle: true };
  const isWatched = await work.watched();
  // fails toward: nothing is learned yet, and nothing acts; within the hour it is tried again
  if (isWatched === null) return { idle: true };
  // Until all is learned, the days since are of the past, too: what kept the files shut kept them from the bulk lane.
  const end = before?.learnedAt == null ? dateOf(now) : (before.days.at(-1) ?? dateOf(now));
  const days = daysBetween(first, end);
  const { places, gaps } = await look(isWatched, work);
  const slices = slicesOf(places.accounts);
  await write(
    noteKeys.backfill,
    {
      ...(before ?? nothingYet),
      bucket: work.bucket,
      startedAt,
      runningSince: now,
      run,
      days,
      accounts: places.accounts,
      gaps: gaps.length > 0 ? gaps : (before?.gaps ?? []).filter((gap) => !isOfLook(gap)),
      endedAt: null,
      learnedAt: last?.learnedAt ?? null,
    } satisfies BackfillProgress,
    null,
  );
  const notes = accountsIn(work.notes, work.bucket);
  const kept = await notes.loadAnew(places.accounts, now);
  const left = days.filter((date) => kept.some((one) => isLeft(one, date)));
  return { idle: false, days: left, slices, folders: places.folders };
}

/** Whether the execution that noted it still lives. It says so after each day, and each account of a day after its own step. */
async function isAtWork({ runningSince, bucket, accounts }: BackfillProgress, work: BackfillWork): Promise<boolean> {
  if (runningSince === null) return false;
  const since = work.now() - longestSilence;
  if (runningSince > since) return true;
  return (await accountsIn(work.notes, bucket).loadAll(accounts)).some(({ at = 0 }) => at > since);
}

/** The accounts of a slice that have something left on a day. */
export async function sliceOf(date: string, { from, to }: Slice, work: BackfillWork): Promise<readonly string[]> {
  const accounts = (await current(work)).accounts.slice(from, to);
  const known = await accountsIn(work.notes, work.bucket).loadAll(accounts);
  return accounts.filter((_, at) => known[at] === undefined || isLeft(known[at], date));
}

const nothingYet = { done: 0, files: 0, records: 0, damaged: 0, wouldHave: {} } as const;

const dateOf = (at: Instant) => new Date(at).toISOString().slice(0, 10);

function daysBetween(first: string, last: string): string[] {
  const start = Date.parse(first);
  return Array.from({ length: (Date.parse(last) - start) / day + 1 }, (_, at) => dateOf(start + at * day));
}

async function look(
  isWatched: IsWatched,
  work: BackfillWork,
): Promise<{ readonly places: TrailPlaces; readonly gaps: readonly PastGap[] }> {
  try {
    const found = await trailPlaces(work.trail, work.s3);
    const places = { ...found, accounts: found.accounts.filter(isWatched) };
    // fails toward: what was found is learned, and nothing acts: the trail may be where nobody looked
    if (!places.isWhole) return { places, gaps: [{ kind: 'too-many-folders', looked: mostFolders }] };
    return { places, gaps: places.accounts.length === 0 ? [{ kind: 'nothing-found' }] : [] };
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
    // fails toward: nothing is learned, and nothing acts
    const { action, path } = error;
    const gap: PastGap = { kind: 'refused', action, error: error.error, path, accounts: 0, days: 0 };
    return { places: { folders: [], accounts: [], isWhole: true }, gaps: [gap] };
  }
}

/** Whether it stays, however much is learned of what was found: until somebody looks again. */
function isOfLook({ kind }: PastGap): boolean {
  return kind === 'too-many-folders';
}

/** All accounts have gone over one more day. One that could not finish it does not keep the others waiting. */
export async function endDay(date: string, work: BackfillWork): Promise<BackfillProgress> {
  const progress = await current(work);
  const accounts = await accountsIn(work.notes, work.bucket).loadAll(progress.accounts);
  const upTo = progress.days.slice(0, progress.days.indexOf(date) + 1);
  const known = {
    ...tally(accounts, progress.days),
    gaps: [...progress.gaps.filter(isOfLook), ...gapsIn(accounts, upTo)],
  };
  return write({ ...progress, ...known, runningSince: work.now() }, work);
}

/** All days are over: all is learned, or it is known why not, and the next run takes up what is left. */
export async function end(work: BackfillWork): Promise<BackfillProgress> {
  const progress = await current(work);
  // The trail is another by now.
  if (progress.bucket !== work.bucket) return write({ ...progress, runningSince: null }, work);
  const accounts = await accountsIn(work.notes, work.bucket).loadAll(progress.accounts);
  const found = () => [...progress.gaps.filter(isOfLook), ...gapsOfAll(accounts, progress.days)];
  const gaps = accounts.length === 0 ? progress.gaps : found();
  const endedAt = gaps.length === 0 ? work.now() : null;
  const learnedAt = progress.learnedAt ?? endedAt;
  return write({ ...progress, ...tally(accounts, progress.days), gaps, endedAt, learnedAt, runningSince: null }, work);
}

async function current({ notes }: BackfillWork): Promise<BackfillProgress> {
  const progress = await documentsIn(notes).read<BackfillProgress>(noteKeys.backfill);
  if (progress === null) throw new Error('no backfill has begun');
  return progress;
}

async function write(progress: BackfillProgress, { notes }: BackfillWork): Promise<BackfillProgress> {
  await documentsIn(notes).write(noteKeys.backfill, progress, null);
  return progress;
}
