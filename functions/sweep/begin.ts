import type { SweepRun } from '../../contract/notes.ts';
import { day } from '../../core/model/instant.ts';
import { watchedAccounts } from '../watched.ts';
import { sweepMemory } from './memory.ts';
import type { SweepWork } from './work.ts';

/** An interrupted sweep that is older than this starts anew: its first half would be about another day. */
const longestPause = day;

/** The accounts that are left to do: of a sweep that was interrupted, or all of a new one. */
export async function begin(work: SweepWork): Promise<{ readonly run: string; readonly accounts: readonly string[] }> {
  const memory = sweepMemory(work.notes);
  const last = await memory.run();
  if (last !== null && last.finishedAt === null && work.now() - last.startedAt < longestPause) {
    const done = await Promise.all(last.accounts.map(async (id) => (await memory.account(id))?.run === last.id));
    return { run: last.id, accounts: last.accounts.filter((_, at) => done[at] !== true) };
  }
  const startedAt = work.now();
  const found = await accountsOf(work);
  const run: SweepRun = { id: `s_${startedAt}`, startedAt, ...found, unseen: 0, finishedAt: null };
  await memory.setRun(run);
  return { run: run.id, accounts: found.accounts };
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
