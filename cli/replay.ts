import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { countInputs } from '../adapters/files/inputs.ts';
import { s3PlaceIn } from '../adapters/s3/address.ts';
import { isUnasked } from '../adapters/s3/unasked.ts';
import type { Dossier } from '../core/assess.ts';
import { isKnownWell } from '../core/context/habits/familiarity.ts';
import { groundsOf } from '../core/grounds.ts';
import { dayOf, type Instant, parseMoment } from '../core/model/instant.ts';
import type { Circumstances } from '../core/plan/decide.ts';
import type { Decision } from '../core/plan/decision.ts';
import { namingNobody } from '../core/plan/exemption.ts';
import { emptySpent } from '../core/plan/limits.ts';
import type { Assessment } from '../core/verdict/assessment.ts';
import { trustEarned, unknownYet } from '../core/verdict/trust.ts';
import { renderReport } from '../report/render.ts';
import { exitStatus, exitStatusHelp, UsageError } from './exit.ts';
import { type FailOn, failOn } from './fail-on.ts';
import { readPolicyFile } from './policy/policy-file.ts';
import { Activities } from './replay/activity.ts';
import { assessmentLine } from './replay/assessment-line.ts';
import { Comparison } from './replay/comparison.ts';
import { type ReplayContext, readContext, wordsOf } from './replay/context.ts';
import { decisionLine, inFileOrder } from './replay/decision-line.ts';
import { judgeStandings, newsAmong } from './replay/judge-standings.ts';
import { misnamed } from './replay/misnamed.ts';
import { LineFile, mustBeWritable, writeOutput } from './replay/outputs.ts';
import { comparisonJson, printComparison } from './replay/print-comparison.ts';
import { printSummary } from './replay/print-summary.ts';
import { replay } from './replay/replay.ts';
import { openReplayState, type ReplayState } from './replay/replay-state.ts';
import { reportOf } from './replay/report-of.ts';
import { openTerminal } from './terminal/terminal.ts';
import { bold, count, dim } from './terminal/words.ts';

const help = `
PATH is a CloudTrail file (.json.gz, .json, .ndjson), a folder of them, - for the standard input,
or s3://bucket/prefix, read with your own AWS credentials. Times are ISO 8601 with a zone, or a day.

With --against, the records are judged by that policy as well. “Here” is
--policy, or the default, and “there” the other one; everything else that replay writes, and the exit
status, are of --policy alone.

Where lines go to stdout, the summary in words goes to stderr; that of --json is the last line.

With --state, records that an earlier replay judged count as duplicates and change nothing; new ones are judged by the
habits, evidence and answers left there. All decisions, and what the report shows of credentials, are then of all replays together,
as if all had been replayed at once: how credentials stand is told as it is now, and is new where there is more to say than
last time. Counts of files and records, --assessments and --fail-on are of this one. Give new records after older ones: a late one is
judged by all that is known by then. The file is written at the end, in one step: a run that is stopped leaves it as it was, and one that finds part of
it missing or damaged refuses it. Two states cannot be made one; a replay of both trails can. rescind explain reads it.
${exitStatusHelp()}

Example:
  rescind replay ./trail --context ./context --decisions decisions.ndjson`;

interface Given {
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

export function replayCommand(): Command {
  return new Command('replay')
    .description('Judges past CloudTrail records: what Rescind would have done, and why. Touches nothing on AWS.')
    .argument('<path...>', 'what to read')
    .option('--context <dir>', 'folder with the owners’ words (credentials.json and its neighbours)')
    .option('--policy <file>', 'policy to judge by, instead of the default')
    .option('--against <file>', 'judge by this policy, too, and show which decisions change and why')
    .option('--decisions <file>', 'write the decisions, one JSON a line; - for stdout')
    .option('--assessments <file>', 'write every assessment with a signal in it, one JSON a line; - for stdout')
    .option('--report <file>', 'where the HTML report goes', 'rescind-report.html')
    .option('--no-report', 'write no report')
    .option('--state <file>', 'go on from what earlier replays left there, and leave it for the next')
    .option('--since <time>', 'leave out records before it', time)
    .option('--until <time>', 'leave out records from it on', time)
    .option('--workers <n>', 'threads that read files', threads, 1)
    .option('--json', 'print the summary as one JSON object')
    .option('--quiet', 'no progress')
    .option('--fail-on <action|score>', 'exit with 1 if a decision is at or above it', failOn)
    .addHelpText('after', help)
    .action(async (paths: string[], given: Given) => {
      process.exitCode = await run(paths, given);
    });
}

async function run(paths: readonly string[], given: Given): Promise<number> {
  const startedAt = performance.now();
  const terminal = openTerminal({ quiet: given.quiet, aside: [given.decisions, given.assessments].includes('-') });
  const noPlace = paths.find((path) => /^s3:\//i.test(path) && !existsSync(path) && s3PlaceIn(path) === null);
  if (noPlace !== undefined)
    throw new UsageError(`${noPlace} names no bucket.`, 'Write s3://bucket or s3://bucket/prefix.');
  if (!paths.some((path) => path === '-' || path.startsWith('s3://') || existsSync(path))) {
    throw new UsageError(`${paths.join(', ')} does not exist.`, 'Give the path of a CloudTrail file or of a folder.');
  }
  if (given.against !== undefined && given.state !== undefined) {
    throw new UsageError(
      'A state holds what one policy decided, so --against and --state do not go together.',
      'Compare the policies in a replay of its own, without --state.',
    );
  }
  const { since, until } = given;
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(
      '--until is not after --since, so no record lies between.',
      'Give the earlier one to --since.',
    );
  }
  const policy = readPolicyFile(given.policy);
  const context = await readContext(given.context, policy);
  const decisionsFile = new LineFile(given.decisions);
  const assessmentsFile = new LineFile(given.assessments);
  if (given.report !== false) mustBeWritable(given.report);
  const state = given.state === undefined ? null : openReplayState(given.state);

  const circumstances = { policy, exemptions: context.exemptions, spent: state?.remembered.spent ?? emptySpent() };
  const comparison = given.against === undefined ? null : comparisonOf(circumstances, given.against, context);

  const activities = state?.remembered.activities ?? new Activities();
  const caused: Decision[] = [];
  let latest: { readonly assessment: Assessment; readonly dossier: Dossier | null } | null = null;
  const onAssessment = (assessment: Assessment, dossier: Dossier | null = null) => {
    latest = { assessment, dossier };
    comparison?.noteAssessment(assessment);
    assessmentsFile.add(assessmentLine(assessment));
  };
  const noteDecision = (decision: Decision) => {
    comparison?.noteDecision(decision);
    if (latest === null || state === null) return;
    const { assessment, dossier } = latest;
    state.add(decision, assessment, ...(dossier === null ? [] : [groundsOf(assessment, dossier, policy)]));
  };
  const inputs = process.stderr.isTTY && !given.quiet ? await countInputs(paths) : null;
  const { summary, fleet } = await replay({
    paths,
    ...(given.since === undefined ? {} : { since: given.since }),
    ...(given.until === undefined ? {} : { until: given.until }),
    surroundings: {
      ...wordsOf(context),
      onUse: (use, network) => activities.noteUse(use, network),
      onAssessment: (assessment, _, dossier) => {
        onAssessment(assessment, dossier);
        activities.noteAssessment(assessment);
      },
    },
    circumstances,
    held: context.held,
    workers: given.workers,
    ...(state === null ? {} : { from: state }),
    onDecision: (decision) => {
      caused.push(decision);
      noteDecision(decision);
    },
    ...(comparison === null ? {} : { onHour: (told, knownAccounts) => comparison.take(told, knownAccounts) }),
    onProgress: ({ files, records }, judged) => {
      const done = `${count(files.read, 'file')}, ${count(records.read, 'record')}`;
      if (judged !== null) return terminal.progress(`judging: ${done}`, judged);
      const seen = files.read + files.skipped + files.unreadable.length;
      terminal.progress(`reading: ${done}`, inputs === null ? null : seen / inputs);
    },
  });
  if (summary.files.read === 0 && summary.files.unreadable.length === 0) {
    throw new UsageError(`${paths.join(', ')} holds no log files.`, 'They end in .json, .json.gz or .ndjson.');
  }
  const { read, unreadable } = summary.files;
  if (read === 0 && unreadable.length > 0 && unreadable.every(({ reason }) => isUnasked(reason))) {
    const [{ path, reason } = { path: '', reason: '' }] = unreadable;
    throw new UsageError(`${path} ${reason}.`, 'Sign in to AWS, name the profile (AWS_PROFILE), or set AWS_REGION.');
  }
  const now = Math.max(given.until ?? activities.to, activities.to);
  const standings: Decision[] = [];
  const stands: Assessment[] = [];
  if (Number.isFinite(now)) {
    const onStanding = (assessment: Assessment) => {
      onAssessment(assessment);
      stands.push(assessment);
    };
    for (const decision of judgeStandings(context, activities, now, circumstances, onStanding)) {
      standings.push(decision);
      noteDecision(decision);
    }
  }
  activities.noteStandings(stands);
  activities.noteEstablished(fleet.members.values(), now);
  const [earlier, stood] = earlierIn(state);
  state?.standAs(standings);
  const fresh = [...caused, ...newsAmong(standings, stood)];
  const compared = comparison?.finish(context, activities, now) ?? null;
  const decisions = inFileOrder(withoutTwins([...earlier, ...caused, ...standings]));
  for (const decision of decisions) decisionsFile.add(decisionLine(decision));
  summary.decisions = decisions.length;
  summary.files.unreadable.push(...context.unread);
  const at = Number.isFinite(now) ? now : 0;
  const members = [...fleet.members.values()];
  const young = members.filter(({ dossier }) => isYoung(dossier, now, policy.thresholds.learningDays)).length;
  const trust = [...trustEarned(fleet.experiences.values(), policy), ...unknownYet(young, members.length, policy)];
  const told = { title: 'Replay', inputs: paths, at, policy, summary, decisions, activities, trust, ...context };
  await Promise.all([decisionsFile.write(), assessmentsFile.write()]);
  if (given.report !== false) await writeOutput(given.report, renderReport(reportOf(told)));
  state?.commit();
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  if (given.json) {
    terminal.printJson({
      ...summary,
      trust,
      ...(state === null ? {} : { newDecisions: fresh.length }),
      ...(compared === null ? {} : { against: comparisonJson(compared, given.against ?? '') }),
      seconds,
    });
  } else {
    printSummary(terminal, summary, decisions, trust, seconds);
    if (state !== null) terminal.print(dim(`${fresh.length} of them new with this replay`));
    if (compared !== null) printComparison(terminal, compared, given.against ?? '');
  }
  const exempted = [...policy.exemptions, ...(context.exemptions ?? [])].map(({ credential }) => credential);
  const known = [...fleet.members.values(), ...context.standings].map(({ credential }) => credential);
  for (const name of namingNobody([...policy.protect, ...exempted], known))
    terminal.warn(`“${name}” is exempt or protected, and names no credential that was seen.`);
  const ids = known.map(({ id }) => id);
  for (const { written, seen } of misnamed([...context.declared.keys()], ids))
    terminal.warn(`“${written}” is declared and was not seen; “${seen}” was, and nothing is declared of it.`);
  if (given.report !== false) terminal.note('The report: ', bold(given.report));
  if (summary.files.unreadable.length > 0) return exitStatus.unread;
  return given.failOn !== undefined && fresh.some(given.failOn) ? exitStatus.finding : exitStatus.fine;
}

function comparisonOf(mine: Circumstances, path: string, context: ReplayContext): Comparison {
  const other = { ...mine, policy: readPolicyFile(path), spent: emptySpent() };
  return new Comparison(mine, other, wordsOf(context));
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

function time(text: string): Instant {
  const at = parseMoment(text);
  if (at === null) throw new InvalidArgumentError('Write 2026-09-07 or 2026-09-07T08:15:00Z.');
  return at;
}

function threads(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 to 99.');
  return Number(text);
}

function isYoung({ baseline }: Dossier, now: number, learningDays: number): boolean {
  return !isKnownWell(baseline, dayOf(now) + 1, learningDays);
}
