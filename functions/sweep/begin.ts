import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import type { SweepRun } from '../../contract/notes.ts';
import { day, hour, minute } from '../../core/model/instant.ts';
import { type Slice, slicesOf } from '../slices.ts';
import { watchedAccounts } from '../watched.ts';
import { sweepMemory } from './memory.ts';
import type { SweepWork } from './work.ts';

/** A run's id and its accounts, or that there is none to be made now. */
export type Begun =
  | { readonly idle: true }
  | { readonly idle: false; readonly run: string; readonly slices: readonly Slice[] };

/** Of whom nothing has been heard for so long has died: an account is tried three times, a quarter of an hour each. */
const longestSilence = 55 * minute;

/** One that broke off and is older than this starts anew: its first half would be about another day. */
const longestPause = day / 2;

/** One a day, at the same hour: a start of the schedule may be some seconds earlier than the one of the day before. */
const leastBetween = day - hour / 2;

/**
 * Begins anew, or goes on with a sweep that broke off. Idle where another execution is at it, and, where it is asked for `onlyIfDue`,
 * until the last one is a day old.
 */
export async function begin(
  work: SweepWork,
  { execution = null, onlyIfDue = false }: { readonly execution?: string | null; readonly onlyIfDue?: boolean } = {},
): Promise<Begun> {
  const memory = sweepMemory(work.notes);
  const now = work.now();
  const last = await memory.run();
  if (last !== null && last.finishedAt === null) {
    const isAgain = execution !== null && last.execution === execution;
    if (!isAgain && (await isAtWork(last, work))) return { idle: true };
    if (now - last.startedAt < longestPause) {
      await memory.setRun({ ...last, execution, runningSince: now });
      return { idle: false, run: last.id, slices: slicesOf(last.accounts) };
    }
  } else if (onlyIfDue && last !== null && now - last.startedAt < leastBetween) return { idle: true };
  const found = await accountsOf(work);
  const slices = slicesOf(found.accounts);
  const run: SweepRun = { id: `s_${now}`, startedAt: now, execution, ...found, unseen: 0, finishedAt: null };
  await memory.setRun(run);
  return { idle: false, run: run.id, slices };
}

/** Whether the execution that noted it still lives: it says so with each account. */
async function isAtWork(run: SweepRun, { notes, now }: Pick<SweepWork, 'notes' | 'now'>): Promise<boolean> {
  const since = now() - longestSilence;
  if ((run.runningSince ?? run.startedAt) > since) return true;
  const swept = await atOnce(run.accounts, readsAtOnce, sweepMemory(notes).account);
  return swept.some((one) => one?.run === run.id && (one.at ?? 0) > since);
}

const readsAtOnce = 16;

/** The accounts of a slice that are left to do. */
export async function sliceOf(
  run: string,
  { from, to }: Slice,
  { notes }: Pick<SweepWork, 'notes'>,
): Promise<{ readonly run: string; readonly accounts: readonly string[] }> {
  const memory = sweepMemory(notes);
  const current = await memory.run();
  if (current?.id !== run) throw new Error('this sweep is over');
  const accounts = current.accounts.slice(from, to);
  const done = await atOnce(accounts, readsAtOnce, async (id) => (await memory.account(id))?.run === run);
  return { run, accounts: accounts.filter((_, at) => done[at] !== true) };
}

async function accountsOf({
  sessions,
  reach,
}: SweepWork): Promise<Pick<SweepRun, 'accounts' | 'closed' | 'management' | 'ours'>> {
  const { accounts, closed, members } = await watchedAccounts(reach, sessions);
  const management = members?.find(({ isManagement }) => isManagement)?.id ?? null;
  const ours = members?.filter(({ isActive }) => isActive).map(({ id }) => id) ?? null;
  return { accounts, closed, management, ours };
}
