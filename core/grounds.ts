import type { Dossier } from './assess.ts';
import { kindOf } from './context/population.ts';
import { dayOf } from './model/instant.ts';
import { missingToDisable, type Rung, rungFor } from './plan/ladder.ts';
import type { Policy } from './policy/policy.ts';
import type { Signal } from './signals/signal.ts';
import type { Assessment } from './verdict/assessment.ts';
import { expectedOf } from './verdict/expected.ts';
import { ageOf, classOf, type Peers, type Tail, tailOf, weekOfDay } from './verdict/experience.ts';
import { rolloutAmong } from './verdict/rollout.ts';
import { score } from './verdict/score.ts';
import { judge } from './verdict/verdict.ts';

/** What explains a decision besides its evidence. Worked out for decisions alone: most assessments come to none. */
export interface Grounds {
  /** What was expected of the credential, a sentence each. */
  readonly expected: readonly string[];
  /** What the answer would have been without one group of the evidence. */
  readonly without: readonly Without[];
  /** What a stronger answer lacked, a clause each. */
  readonly lacking: readonly string[];
  /** The credential-days that it is held against, and how many of them came to as much evidence. */
  readonly ordinary: Tail & Peers;
}

export interface Without {
  readonly group: string;
  readonly score: number;
  /** Null: nobody would have been told. */
  readonly action: Rung | null;
}

export function groundsOf(assessment: Assessment, dossier: Dossier, policy: Policy): Grounds {
  const { credential, at, score: weight } = assessment;
  const peers = { class: classOf(credential), age: ageOf(assessment.activeDays) };
  return {
    expected: expectedOf(dossier, at, policy.thresholds.learningDays),
    without: weight.contributions
      .filter(({ bits }) => bits >= 1)
      .map(({ group }) => {
        const rest = assessment.signals.filter((signal) => signal.group !== group);
        return { group, ...answerTo(rest, assessment, dossier, policy) };
      }),
    lacking: lackingIn(assessment, policy),
    ordinary: { ...peers, ...tailOf(dossier.experience.all, peers, weight.bits, weekOfDay(dayOf(at))) },
  };
}

function answerTo(signals: readonly Signal[], assessment: Assessment, dossier: Dossier, policy: Policy) {
  const { at, activeDays, credential } = assessment;
  const weight = score(signals, at);
  const rollout = rolloutAmong(signals, dossier.population, kindOf(credential, dossier.declared), at);
  const judgement = judge(weight, signals, activeDays, policy, at, rollout.signals);
  const other = { ...assessment, ...judgement, signals, score: weight, longDoubt: null };
  return { score: weight.value, action: rungFor(other, policy) };
}

function lackingIn(assessment: Assessment, policy: Policy): string[] {
  const { verdict, score: weight, mayContain, activeDays, quorum } = assessment;
  const { contain, learningDays, quorumGroups } = policy.thresholds;
  switch (verdict) {
    case 'insufficient-data':
      return [`${learningDays - activeDays} more days on record, or evidence that needs no habit`];
    case 'suspicious':
      return [
        ...(weight.value >= contain ? [] : [`a score of ${contain}`]),
        ...(mayContain
          ? []
          : [
              `${quorumGroups} independent witnesses, one about who and one about what (so far ${quorum.length === 0 ? 'none' : quorum.join(', ')})`,
            ]),
      ];
    case 'compromised':
      return missingToDisable(assessment, policy);
    case 'benign':
    case 'stale':
    case 'overprivileged':
      return [];
  }
}
