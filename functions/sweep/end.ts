import { addedUp } from '../../core/model/counts.ts';
import { formatInstant } from '../../core/model/instant.ts';
import { type SweptAccount, sweepMemory } from './memory.ts';
import type { Completed, SweepWork } from './work.ts';

/** Sums up what there is of a run, tells of it and measures it. Accounts that could not be seen are named. Null where it had ended. */
export async function end(id: string, work: SweepWork): Promise<Completed | null> {
  const memory = sweepMemory(work.notes);
  const run = await memory.run();
  if (run?.id !== id) throw new Error('this sweep is over');
  // By one that was taken for dead, or before its answer was lost.
  if (run.finishedAt !== null) return null;
  const results = await Promise.all(run.accounts.map((account) => memory.account(account)));
  const unseen = run.accounts.flatMap((accountId, at) => {
    const result = results[at];
    if (result?.run !== id) return [{ accountId, reason: 'was not finished' }];
    return result.refused === null ? [] : [{ accountId, reason: result.refused }];
  });
  const done = results.filter((one) => one?.run === id) as SweptAccount[];
  const sum = (of: (one: SweptAccount) => number) => done.reduce((total, one) => total + of(one), 0);
  const refused = done.filter((one) => one.refused !== null).length;
  const finishedAt = work.now();
  await work.tellCompleted({
    version: 1,
    id,
    startedAt: formatInstant(run.startedAt),
    at: formatInstant(finishedAt),
    accounts: { swept: done.length - refused, refused, unfinished: unseen.length - refused, closed: run.closed },
    unseen: unseen.slice(0, mostNamed),
    credentials: sum(({ credentials }) => credentials),
    kinds: addedUp(done.map(({ kinds }) => kinds)),
    ownerless: sum(({ ownerless }) => ownerless),
    findings: {
      new: sum(({ findings }) => findings.new),
      changed: sum(({ findings }) => findings.changed),
      known: sum(({ findings }) => findings.known),
      resolved: sum(({ findings }) => findings.resolved),
    },
    gaps: sum(({ gaps }) => gaps),
  });
  const completed = { unseen: unseen.length, accounts: run.accounts.length };
  // Whoever stops before this is noted is asked once more, and the alarms hear it twice rather than never.
  await work.measureCompleted(completed);
  await memory.setRun({ ...run, unseen: unseen.length, finishedAt });
  return completed;
}

/** An event holds 256 KB. */
const mostNamed = 100;
