import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Activities } from '../../cli/replay/activity.ts';
import { readContext, wordsOf } from '../../cli/replay/context.ts';
import { judgeStandings } from '../../cli/replay/judge-standings.ts';
import { replay } from '../../cli/replay/replay.ts';
import { encode } from '../../core/context/habits/encode.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import type { Labels } from '../../simulator/labels.ts';
import type { Simulation } from '../../simulator/simulate.ts';
import { writeSimulation } from '../../simulator/write.ts';
import { type AtOnce, HardListener } from './at-once.ts';
import { type Calibration, CalibrationListener } from './calibration.ts';
import { NaiveJudge, type NaiveRule, naiveRules } from './naive.ts';
import type { Raised } from './standings.ts';
import { DaysOfUse, type Tally, tally } from './tally.ts';

/** What became of one organisation. */
export interface Judged {
  readonly labels: Labels;
  readonly shape: string;
  readonly days: number;
  readonly credentials: number;
  readonly ours: Tally<Decision>;
  readonly naive: Readonly<Record<NaiveRule, Tally>>;
  readonly hardSignals: readonly AtOnce[];
  readonly calibration: Calibration;
  readonly standings: Raised;
  /** Bytes of each credential's baseline at the end. */
  readonly stateBytes: readonly number[];
}

/** Writes the simulation as a trail delivers it and hands over judges of it: same path as `rescind replay`. */
export async function withOrganisation<T>(
  simulation: Simulation,
  use: (judge: (policy?: Policy) => Promise<Judged>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-detection-'));
  try {
    await writeSimulation(simulation, folder);
    return await use((policy = defaultPolicy) => judgeFolder(folder, simulation, policy));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judgeFolder(folder: string, { labels, options }: Simulation, policy: Policy): Promise<Judged> {
  const context = await readContext(join(folder, 'context'));
  const decisions: Decision[] = [];
  const used = new DaysOfUse();
  const activities = new Activities();
  const hard = new HardListener();
  const calibration = new CalibrationListener();
  const naive = new NaiveJudge(policy.thresholds.learningDays);
  const circumstances = { policy, exemptions: context.exemptions, spent: emptySpent() };
  const { fleet } = await replay({
    paths: [join(folder, 'trail')],
    surroundings: {
      ...wordsOf(context),
      onUse: (use, network) => {
        used.note(use.credential.id, use.at);
        naive.note(use, network);
        calibration.noteUse(use);
        activities.noteUse(use, network);
      },
      onAssessment: (assessment, _, dossier) => {
        hard.note(assessment);
        calibration.noteAssessment(assessment, dossier);
      },
    },
    circumstances,
    onDecision: (decision) => {
      decisions.push(decision);
      calibration.noteDecision(decision);
    },
  });
  const raised = new Map<string, Set<string>>();
  for (const _ of judgeStandings(context, activities, activities.to, circumstances, ({ credential, signals }) => {
    raised.set(credential.id, new Set(signals.map((signal) => signal.id)));
  }));
  const answers = {
    disruptions: decisions.filter((decision) => isDisruptive(decision.action)),
    notices: decisions.filter((decision) => !isDisruptive(decision.action)),
  };
  const byRule = naiveRules.map((rule) => {
    return [rule, tally(labels, { disruptions: naive.alarms[rule], notices: [] }, used)] as const;
  });
  return {
    labels,
    shape: options.shape,
    days: options.days,
    credentials: fleet.members.size,
    ours: tally(labels, answers, used),
    naive: Object.fromEntries(byRule) as Record<NaiveRule, Tally>,
    hardSignals: hard.atOnce(labels.incidents),
    calibration: calibration.finish(fleet.experiences),
    standings: raised,
    stateBytes: [...fleet.members.values()].map(({ dossier }) => encode(dossier.baseline).length),
  };
}
