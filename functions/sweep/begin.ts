import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import type { SweepRun } from '../../contract/notes.ts';
import { day } from '../../core/model/instant.ts';
import { type Slice, slicesOf } from '../slices.ts';
import { watchedAccounts } from '../watched.ts';
import { sweepMemory } from './memory.ts';
import type { SweepWork } from './work.ts';

/** An interrupted sweep that is older than this starts anew: its first half would be about another day. */
const longestPause = day;

/** Begins anew, or goes on with a sweep that was interrupted. */
export async function begin(work: SweepWork): Promise<{ readonly run: string; readonly slices: readonly Slice[] }> {
  const memory = sweepMemory(work.notes);
  const last = await memory.run();
  if (last !== null && last.finishedAt === null && work.now() - last.startedAt < longestPause) {
    return { run: last.id, slices: slicesOf(last.accounts) };
  }
  const startedAt = work.now();
  const found = await accountsOf(work);
  const slices = slicesOf(found.accounts);
  const run: SweepRun = { id: `s_${startedAt}`, startedAt, ...found, unseen: 0, finishedAt: null };
  await memory.setRun(run);
  return { run: run.id, slices };
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
