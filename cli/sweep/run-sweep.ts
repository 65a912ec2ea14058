import { isMadeByUs } from '../../adapters/aws/inventory/made-by-us.ts';
import { sweepSessions } from '../../adapters/aws/inventory/sessions.ts';
import {
  controlPermissions,
  inspectPermissions,
  peoplePermissions,
  reachAllPermissions,
} from '../../contract/permissions.ts';
import { day } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { inDoubt } from '../../core/sweep/in-doubt.ts';
import { renderReport } from '../../report/render.ts';
import { exitStatus, UsageError } from '../exit.ts';
import type { FailOn } from '../fail-on.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { readContext } from '../replay/context.ts';
import { decisionLine } from '../replay/decision-line.ts';
import { LineFile, mustBeWritable, writeOutput } from '../replay/outputs.ts';
import { mustBeAskable } from '../respond/confirm.ts';
import { openResponderState, usualState } from '../respond/state.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { bold, count } from '../terminal/words.ts';
import { applySweep } from './apply-sweep.ts';
import { keepSweep } from './kept-sweep.ts';
import { whoWorksHere } from './people.ts';
import { printRightSizes } from './print-right-sizes.ts';
import { printSweep } from './print-sweep.ts';
import { readTrail } from './read-trail.ts';
import { reconcile } from './reconcile.ts';
import { reportOfSweep } from './report-of-sweep.ts';
import { summaryOf } from './summary.ts';
import { sweep } from './sweep.ts';
import { whichAccounts } from './which-accounts.ts';
import { writeRightSizes } from './write-right-sizes.ts';

/** For the role or user that sweeps; an account that is read through a role needs the first statement only. */
const policyOfASweep = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'ReadAnAccount', Effect: 'Allow', Action: inspectPermissions, Resource: '*' },
    { Sid: 'ReachTheOthers', Effect: 'Allow', Action: reachAllPermissions, Resource: '*' },
    { Sid: 'KnowWhatIsForbidden', Effect: 'Allow', Action: controlPermissions, Resource: '*' },
    { Sid: 'KnowWhoWorksHere', Effect: 'Allow', Action: peoplePermissions, Resource: '*' },
  ],
};

export interface SweepGiven {
  readonly profile?: string;
  readonly accounts?: readonly string[];
  readonly organization?: true;
  readonly roleName: string;
  readonly regions?: readonly string[];
  readonly policy?: string;
  readonly context?: string;
  readonly identityCenter?: true;
  readonly report?: string;
  readonly decisions?: string;
  readonly inventory?: string;
  readonly rightSize?: string;
  readonly state?: string;
  readonly trail?: readonly string[];
  readonly apply?: true;
  readonly yes?: true;
  readonly printPolicy?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly failOn?: FailOn;
}

/** Reads, judges, tells; answers with the exit status. */
export async function runSweep(given: SweepGiven): Promise<number> {
  const began = performance.now();
  const terminal = openTerminal({ quiet: given.quiet, aside: [given.decisions, given.inventory].includes('-') });
  if (given.printPolicy === true) {
    for (const line of JSON.stringify(policyOfASweep, null, 2).split('\n')) terminal.print(line);
    return exitStatus.fine;
  }
  if (given.accounts !== undefined && given.organization === true) {
    throw new UsageError('--accounts and --organization exclude each other.', 'Give one of them.');
  }
  if (given.apply === true) mustBeAskable(given, 'without --apply');
  const policy = policyOf(given);
  const context = await readContext(given.context, policy);
  const decisionsFile = new LineFile(given.decisions);
  const inventoryFile = new LineFile(given.inventory);
  if (given.report !== undefined) mustBeWritable(given.report);

  const trail =
    given.trail === undefined
      ? null
      : await readTrail(given.trail, policy.sources, (files) => {
          terminal.progress(`reading the trail: ${count(files, 'file')}`);
        });
  const sdk = {
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    ...(given.profile === undefined ? {} : { profile: given.profile }),
  };
  const sessions = sweepSessions({ roleName: given.roleName, sdk });
  const which = await whichAccounts(sessions, {
    profile: given.profile,
    accounts: given.accounts ?? null,
    organization: given.organization === true,
  });
  const people = await whoWorksHere(context.people, given.identityCenter ?? policy.askIdentityCenter, sdk);
  const scope = JSON.stringify([
    which.accounts.map(({ id }) => id),
    given.regions ?? null,
    policy.version,
    given.rightSize !== undefined,
    given.inventory !== undefined,
  ]);
  const path = given.state ?? (given.apply === true ? usualState : ':memory:');
  const kept = keepSweep(path, scope, Date.now());
  const state = path === ':memory:' ? null : openResponderState(path);
  if (state !== null) await reconcile(kept, state.store, policy, kept.startedAt);
  if (kept.done.length > 0) {
    terminal.note(`Going on with an interrupted sweep: ${count(kept.done.length, 'account')} done before.`);
  }
  const outcome = await sweep({
    sessions,
    which,
    kept,
    judging: {
      now: kept.startedAt,
      regions: given.regions ?? null,
      declarations: context.declarations,
      surroundings: {
        ownerTags: policy.ownerTags,
        names: policy.owners,
        people: people.addresses,
        ours: which.ours,
        isMadeByUs: (role) => isMadeByUs(role, which.home),
      },
      ...(trail === null ? {} : { trail: trail.evidence }),
      circumstances: {
        policy,
        exemptions: context.exemptions,
        spent: state?.spent(kept.startedAt - day) ?? emptySpent(),
      },
      doubted: inDoubt((await state?.store.open()) ?? [], kept.standing().values()),
      observed: kept.observed,
      remembered: kept.remembered,
      byOrder: true,
      lease: kept.lease,
      rightSize: given.rightSize !== undefined,
      inventory: given.inventory !== undefined,
    },
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
  for (const decision of decisions) decisionsFile.add(decisionLine(decision));
  await decisionsFile.write();
  for (const row of outcome.results.flatMap((result) => result.inventory)) inventoryFile.add(row);
  await inventoryFile.write();
  if (given.report !== undefined) {
    await writeOutput(given.report, renderReport(reportOfSweep(outcome, summary, policy, kept.startedAt)));
  }
  const seconds = Math.round(performance.now() - began) / 1000;
  if (given.json) terminal.printJson({ ...summary, seconds });
  else printSweep(terminal, summary, outcome, seconds);
  if (given.rightSize !== undefined) {
    const written = writeRightSizes(given.rightSize, outcome.results);
    printRightSizes(terminal, given.rightSize, outcome.results, written);
  }
  if (given.report !== undefined) terminal.note('The report: ', bold(given.report));
  const applied =
    given.apply === true && state !== null
      ? await applySweep({ terminal, outcome, kept, state, sdk, given })
      : exitStatus.fine;
  if (summary.unread.length > 0) return exitStatus.unread;
  if (applied !== exitStatus.fine) return applied;
  return given.failOn !== undefined && decisions.some(given.failOn) ? exitStatus.finding : exitStatus.fine;
}

/** Whoever applies a sweep and says yes gives an order, and without that nothing is done: the policy's mode is for the automaton. */
function policyOf({ policy, apply }: SweepGiven): Policy {
  return { ...readPolicyFile(policy), mode: apply === true ? 'enforce' : 'observe', enforceIn: [] };
}

function inOrder(a: Decision, b: Decision): number {
  const [one, other] = [a, b].map(({ accountId, credential, id }) => `${accountId} ${credential} ${id}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}
