import { countInputs } from '../../adapters/files/inputs.ts';
import type { Dossier } from '../../core/assess.ts';
import type { Fleet } from '../../core/fleet/fleet.ts';
import { groundsOf } from '../../core/grounds.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { filesNotWhole } from '../../report/coverage.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { count } from '../terminal/words.ts';
import { Activities } from './activity.ts';
import { type Compared, Comparison } from './comparison.ts';
import { type ReplayContext, wordsOf } from './context.ts';
import { judgeStandings } from './judge-standings.ts';
import { replay } from './replay.ts';
import type { ReplayState } from './replay-state.ts';
import type { Period, ReplaySummary } from './summary.ts';

/** By what a past is judged, and who hears of it. */
export interface JudgedBy {
  readonly policy: Policy;
  readonly context: ReplayContext;
  readonly state: ReplayState | null;
  /** To be held against the policy; null where nothing is. */
  readonly against: Policy | null;
  readonly terminal: Terminal;
  readonly onAssessment: (assessment: Assessment) => void;
}

/** What a replay came to, before anything of it is told. */
export interface Past {
  readonly summary: ReplaySummary;
  readonly fleet: Fleet;
  readonly activities: Activities;
  /** When it ends; negative infinity where there was nothing in it. */
  readonly now: Instant;
  /** Decisions of uses and notices. */
  readonly caused: readonly Decision[];
  /** Decisions of how credentials stand at the end. */
  readonly standings: readonly Decision[];
  readonly compared: Compared | null;
}

export async function judgePast(
  paths: readonly string[],
  { since, until, workers, quiet }: Period & { readonly workers: number; readonly quiet?: true },
  { policy, context, state, against, terminal, onAssessment }: JudgedBy,
): Promise<Past> {
  const circumstances = { policy, exemptions: context.exemptions, spent: state?.remembered.spent ?? emptySpent() };
  const other = against === null ? null : { ...circumstances, policy: against, spent: emptySpent() };
  const comparison = other === null ? null : new Comparison(circumstances, other, wordsOf(context));
  const activities = state?.remembered.activities ?? new Activities();

  let latest: { readonly assessment: Assessment; readonly dossier: Dossier | null } | null = null;
  const hear = (assessment: Assessment, dossier: Dossier | null = null) => {
    latest = { assessment, dossier };
    comparison?.noteAssessment(assessment);
    onAssessment(assessment);
  };
  const keep = (decision: Decision) => {
    comparison?.noteDecision(decision);
    if (latest === null || state === null) return;
    const { assessment, dossier } = latest;
    state.add(decision, assessment, ...(dossier === null ? [] : [groundsOf(assessment, dossier, policy)]));
  };

  const caused: Decision[] = [];
  const inputs = process.stderr.isTTY && !quiet ? await countInputs(paths) : null;
  const { summary, fleet } = await replay({
    paths,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    surroundings: {
      ...wordsOf(context),
      onUse: (use, network) => activities.noteUse(use, network),
      onAssessment: (assessment, _, dossier) => {
        hear(assessment, dossier);
        activities.noteAssessment(assessment);
      },
    },
    circumstances,
    held: context.held,
    workers,
    ...(state === null ? {} : { from: state }),
    onDecision: (decision) => {
      caused.push(decision);
      keep(decision);
    },
    ...(comparison === null ? {} : { onHour: (told, knownAccounts) => comparison.take(told, knownAccounts) }),
    onProgress: (done, judged) => showProgress(terminal, done, judged, inputs),
  });

  const now = Math.max(until ?? activities.to, activities.to);
  const standings: Decision[] = [];
  const stands: Assessment[] = [];
  const onStanding = (assessment: Assessment) => {
    hear(assessment);
    stands.push(assessment);
  };
  const stood = Number.isFinite(now) ? judgeStandings(context, activities, now, circumstances, onStanding) : [];
  for (const decision of stood) {
    standings.push(decision);
    keep(decision);
  }
  activities.noteStandings(stands);
  activities.noteEstablished(fleet.members.values(), now);
  const compared = comparison?.finish(context, activities, now) ?? null;
  return { summary, fleet, activities, now, caused, standings, compared };
}

/** `judged` null while reading; `inputs`: how many there are, null where nobody counted. */
function showProgress(
  terminal: Terminal,
  { files, records }: ReplaySummary,
  judged: number | null,
  inputs: number | null,
): void {
  const done = `${count(files.read, 'file')}, ${count(records.read, 'record')}`;
  const seen = files.read + files.skipped + filesNotWhole(files);
  if (judged !== null) terminal.progress(`judging: ${done}`, judged);
  else terminal.progress(`reading: ${done}`, inputs === null ? null : seen / inputs);
}
