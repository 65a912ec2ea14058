import { sweepSessions } from '../../adapters/aws/inventory/sessions.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { renderReport } from '../../report/render.ts';
import { exitStatus } from '../exit.ts';
import { readContext } from '../replay/context.ts';
import { writeOutput } from '../replay/outputs.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { bold, count } from '../terminal/words.ts';
import { applySweep } from './apply-sweep.ts';
import { mustFit, policyOf, type SweepGiven, sdkOf } from './given.ts';
import { judgingBy } from './judging-by.ts';
import { openMemory } from './memory.ts';
import { policyOfASweep } from './needed-policy.ts';
import { openFiles, writeFiles } from './output-files.ts';
import { whoWorksHere } from './people.ts';
import { printRightSizes } from './print-right-sizes.ts';
import { printSweep } from './print-sweep.ts';
import { readTrail, type TrailRead } from './read-trail.ts';
import { reportOfSweep } from './report-of-sweep.ts';
import { type SweepSummary, summaryOf } from './summary.ts';
import { type SweepOutcome, sweep } from './sweep.ts';
import { whichAccounts } from './which-accounts.ts';
import { writeRightSizes } from './write-right-sizes.ts';

/** Reads, judges, tells; answers with the exit status. */
export async function runSweep(given: SweepGiven): Promise<number> {
  const began = performance.now();
  const terminal = openTerminal({ quiet: given.quiet, aside: [given.decisions, given.inventory].includes('-') });
  if (given.printPolicy === true) {
    for (const line of JSON.stringify(policyOfASweep, null, 2).split('\n')) terminal.print(line);
    return exitStatus.fine;
  }
  mustFit(given);
  const policy = policyOf(given);
  const context = await readContext(given.context, policy);
  const files = openFiles(given);
  const trail = await trailOf(given, policy, terminal);
  const sdk = sdkOf(given);
  const sessions = sweepSessions({ roleName: given.roleName, sdk });
  const which = await whichAccounts(sessions, {
    profile: given.profile,
    accounts: given.accounts ?? null,
    organization: given.organization === true,
  });
  const people = await whoWorksHere(context.people, given.identityCenter ?? policy.askIdentityCenter, sdk);
  const { kept, state } = await openMemory(given, which, policy);
  if (kept.done.length > 0) {
    terminal.note(`Continuing an interrupted sweep: ${count(kept.done.length, 'account')} done before.`);
  }
  const outcome = await sweep({
    sessions,
    which,
    kept,
    judging: await judgingBy(given, { policy, context, trail, which, people, kept, state }),
    onProgress: (done, of) => terminal.progress(`${done} of ${count(of, 'account')}`, done / Math.max(1, of)),
  });
  sessions.close();

  const read = summaryOf(
    outcome,
    which.closed,
    trail === null ? null : { grants: trail.evidence.grants, since: kept.lastSweptAt },
    which.ours !== null,
  );
  const summary = { ...read, unread: [...read.unread, ...people.unread, ...context.unread, ...(trail?.unread ?? [])] };
  const decisions = outcome.results.flatMap((result) => result.decisions).toSorted(inOrder);
  await writeFiles(files, decisions, outcome);
  if (given.report !== undefined) {
    await writeOutput(given.report, renderReport(reportOfSweep(outcome, summary, policy, kept.startedAt)));
  }
  tell(terminal, given, outcome, summary, Math.round(performance.now() - began) / 1000);
  const applied =
    given.apply === true && state !== null
      ? await applySweep({ terminal, outcome, kept, state, sdk, given })
      : exitStatus.fine;
  if (summary.unread.length > 0) return exitStatus.unread;
  if (applied !== exitStatus.fine) return applied;
  return given.failOn !== undefined && decisions.some(given.failOn) ? exitStatus.finding : exitStatus.fine;
}

function inOrder(a: Decision, b: Decision): number {
  const [one, other] = [a, b].map(({ accountId, credential, id }) => `${accountId} ${credential} ${id}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

async function trailOf({ trail }: SweepGiven, policy: Policy, terminal: Terminal): Promise<TrailRead | null> {
  if (trail === undefined) return null;
  return readTrail(trail, policy.sources, (files) => {
    terminal.progress(`reading the trail: ${count(files, 'file')}`);
  });
}

function tell(
  terminal: Terminal,
  { json, rightSize, report }: SweepGiven,
  outcome: SweepOutcome,
  summary: SweepSummary,
  seconds: number,
): void {
  if (json) terminal.printJson({ ...summary, seconds });
  else printSweep(terminal, summary, outcome, seconds);
  if (rightSize !== undefined) {
    printRightSizes(terminal, rightSize, outcome.results, writeRightSizes(rightSize, outcome.results));
  }
  if (report !== undefined) terminal.note('The report: ', bold(report));
}
