import { existsSync } from 'node:fs';
import { s3PlaceIn } from '../../adapters/s3/address.ts';
import { isUnasked } from '../../adapters/s3/unasked.ts';
import type { Dossier } from '../../core/assess.ts';
import { isKnownWell } from '../../core/context/habits/familiarity.ts';
import { dayOf, type Instant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { namingNobody } from '../../core/plan/exemption.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { trustEarned, unknownYet } from '../../core/verdict/trust.ts';
import { renderReport } from '../../report/render.ts';
import { exitStatus, UsageError } from '../exit.ts';
import type { FailOn } from '../fail-on.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import { assessmentLine } from './assessment-line.ts';
import { type ReplayContext, readContext } from './context.ts';
import { decisionLine, inFileOrder } from './decision-line.ts';
import { judgePast, type Past } from './judge-past.ts';
import { newsAmong } from './judge-standings.ts';
import { misnamed } from './misnamed.ts';
import { LineFile, mustBeWritable, writeOutput } from './outputs.ts';
import { comparisonJson, printComparison } from './print-comparison.ts';
import { printSummary } from './print-summary.ts';
import { openReplayState, type ReplayState } from './replay-state.ts';
import { reportOf } from './report-of.ts';
import type { ReplaySummary } from './summary.ts';

export interface ReplayGiven {
  readonly context?: string;
  readonly policy?: string;
  readonly against?: string;
  readonly decisions?: string;
  readonly assessments?: string;
  readonly report: string | false;
  readonly state?: string;
  readonly since?: Instant;
  readonly until?: Instant;
  readonly workers: number;
  readonly json?: true;
  readonly quiet?: true;
  readonly failOn?: FailOn;
}

/** Answers with the exit status. Throws `UsageError` where what is asked cannot be done, before anything is written. */
export async function runReplay(paths: readonly string[], given: ReplayGiven): Promise<number> {
  const startedAt = performance.now();
  const terminal = openTerminal({ quiet: given.quiet, aside: [given.decisions, given.assessments].includes('-') });
  refuseImpossible(paths, given);
  const policy = readPolicyFile(given.policy);
  const context = await readContext(given.context, policy);
  const decisionsFile = new LineFile(given.decisions);
  const assessmentsFile = new LineFile(given.assessments);
  if (given.report !== false) mustBeWritable(given.report);
  const state = given.state === undefined ? null : openReplayState(given.state);
  const against = given.against === undefined ? null : readPolicyFile(given.against);

  const past = await judgePast(paths, given, {
    policy,
    context,
    state,
    against,
    terminal,
    onAssessment: (assessment) => assessmentsFile.add(assessmentLine(assessment)),
  });
  const { summary, caused, standings } = past;
  refuseNothing(paths, summary);
  const [earlier, stood] = earlierIn(state);
  state?.standAs(standings);
  const decisions = inFileOrder(withoutTwins([...earlier, ...caused, ...standings]));
  for (const decision of decisions) decisionsFile.add(decisionLine(decision));
  summary.decisions = decisions.length;
  summary.heldBack = decisions.filter(({ heldBack }) => heldBack !== null).length;
  summary.files.unreadable.push(...context.unread);
  const trust = trustIn(past, policy);
  await Promise.all([decisionsFile.write(), assessmentsFile.write()]);
  if (given.report !== false) {
    const at = Number.isFinite(past.now) ? past.now : 0;
    const told = reportOf({ title: 'Replay', inputs: paths, at, policy, decisions, trust, ...past, ...context });
    await writeOutput(given.report, renderReport(told));
  }
  state?.commit();

  const fresh = [...caused, ...newsAmong(standings, stood)];
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  const told = { decisions, trust, fresh: state === null ? null : fresh.length, against: given.against ?? '', seconds };
  if (given.json) printJson(terminal, past, told);
  else printWords(terminal, past, told);
  warnOfNames(terminal, past, policy, context);
  if (given.report !== false) terminal.note('The report: ', bold(given.report));
  if (summary.files.unreadable.length > 0) return exitStatus.unread;
  return given.failOn !== undefined && fresh.some(given.failOn) ? exitStatus.finding : exitStatus.fine;
}

function refuseImpossible(paths: readonly string[], { against, state, since, until }: ReplayGiven): void {
  const noPlace = paths.find((path) => /^s3:\//i.test(path) && !existsSync(path) && s3PlaceIn(path) === null);
  if (noPlace !== undefined)
    throw new UsageError(`${noPlace} does not name a bucket.`, 'Give s3://bucket or s3://bucket/prefix.');
  if (!paths.some((path) => path === '-' || path.startsWith('s3://') || existsSync(path))) {
    throw new UsageError(`${paths.join(', ')} does not exist.`, 'Give the path of a CloudTrail file or of a folder.');
  }
  if (against !== undefined && state !== undefined) {
    throw new UsageError(
      'A state file holds what one policy decided, so --against and --state cannot be combined.',
      'Compare the policies in a separate replay without --state.',
    );
  }
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(
      '--until is not after --since, so no record lies between.',
      'Give the earlier one to --since.',
    );
  }
}

/** A place without a log, or one that nobody is let into, must not read like one where nothing happened. */
function refuseNothing(paths: readonly string[], { files: { read, unreadable } }: ReplaySummary): void {
  if (read > 0) return;
  const [first] = unreadable;
  if (first === undefined)
    throw new UsageError(`${paths.join(', ')} contains no log files.`, 'Log files are JSON, plain or gzipped.');
  if (unreadable.every(({ reason }) => isUnasked(reason))) {
    const { path, reason } = first;
    throw new UsageError(`${path} ${reason}.`, 'Sign in to AWS, name the profile (AWS_PROFILE), or set AWS_REGION.');
  }
}

/** What earlier replays decided of uses and notices, and of how credentials stood at the end of the last one. */
function earlierIn(state: ReplayState | null): [Decision[], Decision[]] {
  const stood = new Set(state?.remembered.standings);
  const { earlier = [], last = [] } = Object.groupBy(state?.decisions ?? [], ({ id }) =>
    stood.has(id) ? 'last' : 'earlier',
  );
  return [earlier, last];
}

/** Late records can lead to a decision that was taken before; the last of one id stands. */
function withoutTwins(decisions: readonly Decision[]): Decision[] {
  return [...new Map(decisions.map((decision) => [decision.id, decision])).values()];
}

/** How far it may be trusted, a sentence each. */
function trustIn({ fleet, now }: Past, policy: Policy): readonly string[] {
  const members = [...fleet.members.values()];
  const young = members.filter(({ dossier }) => isYoung(dossier, now, policy.thresholds.learningDays)).length;
  return [...trustEarned(fleet.experiences.values(), policy), ...unknownYet(young, members.length, policy)];
}

function isYoung({ baseline }: Dossier, now: Instant, learningDays: number): boolean {
  return !isKnownWell(baseline, dayOf(now) + 1, learningDays);
}

interface Printed {
  readonly decisions: readonly Decision[];
  readonly trust: readonly string[];
  /** How many of the decisions are new with this replay; null without a state to go on from. */
  readonly fresh: number | null;
  /** The policy that was held against. */
  readonly against: string;
  readonly seconds: number;
}

function printJson(terminal: Terminal, { summary, compared }: Past, { trust, fresh, against, seconds }: Printed): void {
  terminal.printJson({
    ...summary,
    trust,
    ...(fresh === null ? {} : { newDecisions: fresh }),
    ...(compared === null ? {} : { against: comparisonJson(compared, against) }),
    seconds,
  });
}

function printWords(terminal: Terminal, { summary, compared }: Past, told: Printed): void {
  const { decisions, trust, fresh, against, seconds } = told;
  printSummary(terminal, summary, decisions, trust, seconds);
  if (fresh !== null) terminal.print(dim(`${fresh} of ${decisions.length} decisions are new with this replay`));
  if (compared !== null) printComparison(terminal, compared, against);
}

/** Names in the owners’ words and in the policy that mean nobody here: nothing is done by them, which nobody else would notice. */
function warnOfNames(terminal: Terminal, { fleet }: Past, policy: Policy, context: ReplayContext): void {
  const exempted = [...policy.exemptions, ...(context.exemptions ?? [])].map(({ credential }) => credential);
  const known = [...fleet.members.values(), ...context.standings].map(({ credential }) => credential);
  for (const name of namingNobody([...policy.protect, ...exempted], known))
    terminal.warn(`“${name}” is exempt or protected, but matches no credential that was seen.`);
  const ids = known.map(({ id }) => id);
  for (const { written, seen } of misnamed([...context.declared.keys()], ids))
    terminal.warn(`“${written}” is declared but was not seen; “${seen}” was seen but is not declared.`);
}
