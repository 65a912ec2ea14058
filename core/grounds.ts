import { type Dossier, hear } from './assess.ts';
import { daysWanting } from './context/habits/familiarity.ts';
import { classOf } from './model/credential.ts';
import { dayOf } from './model/instant.ts';
import { missingToDisable, type Rung, rankOf, rungFor, strongest } from './plan/ladder.ts';
import type { Grounds, Without } from './plan/weighed.ts';
import type { Policy } from './policy/policy.ts';
import type { Group, Signal } from './signals/signal.ts';
import { dayWords } from './signals/words.ts';
import { yardstickFor } from './signals/yardstick.ts';
import type { Assessment } from './verdict/assessment.ts';
import { expectedOf } from './verdict/expected.ts';
import { ageOf, tailOf, weekOfDay } from './verdict/experience.ts';
import { score } from './verdict/score.ts';
import { bearingWitness, isStillPresent, whatGroups, whoGroups } from './verdict/witnesses.ts';

export function groundsOf(assessment: Assessment, dossier: Dossier, policy: Policy): Grounds {
  const { at, score: weight, verdict, longDoubt } = assessment;
  const isOfUse = verdict !== 'stale' && verdict !== 'overprivileged';
  const earned = rungFor(assessment, policy);
  const answerWithout = (groups: readonly Group[]): Without => {
    const signals = assessment.signals.filter(({ group }) => !groups.includes(group));
    const { judgement, weight } = judgedBy(signals, assessment, dossier, policy);
    const action = rungFor({ ...assessment, ...judgement, signals, score: weight }, policy);
    return { group: inWords(groups), score: weight.value, action };
  };
  // Doubt over many days does not rest on any part of today's evidence.
  const groups =
    longDoubt !== null ? [] : weight.contributions.filter(({ bits }) => bits >= 1).map(({ group }) => group);
  const without = groups.map((group) => answerWithout([group]));
  const isSame = ({ action }: Without) => action === earned;
  const strongest = groups.map((_, last) => groups.slice(0, last + 1)).slice(1);
  return {
    expected: isOfUse ? expectedOf(dossier, at, policy.thresholds.learningDays) : [],
    earned,
    without,
    together: without.every(isSame) ? (strongest.map(answerWithout).find((one) => !isSame(one)) ?? null) : null,
    lacking: lackingIn(assessment, earned, dossier, policy),
    ordinary: isOfUse ? ordinaryFor(assessment, dossier) : null,
  };
}

function inWords(groups: readonly string[]): string {
  const last = groups.at(-1) ?? '';
  return groups.length < 2 ? last : `${groups.slice(0, -1).join(', ')} and ${last}`;
}

function ordinaryFor({ credential, at, activeDays, score: { bits } }: Assessment, { experience }: Dossier) {
  const peers = { class: classOf(credential), age: ageOf(activeDays) };
  return { ...peers, ...tailOf(experience.all, peers, bits, weekOfDay(dayOf(at))) };
}

/** How these signals alone would be judged. `known`: as if there were days enough on record. */
function judgedBy(
  signals: readonly Signal[],
  { at, credential, ofSession, isBesideItsWork, isAtRentedPlace }: Assessment,
  dossier: Dossier,
  policy: Policy,
  known = false,
) {
  const { kin, isKnown } = yardstickFor(dossier, at, policy.thresholds.learningDays);
  const occasion = {
    at,
    credential,
    ofSession,
    isWorkload: () => isBesideItsWork,
    isAtRentedPlace: () => isAtRentedPlace,
  };
  const { weight, rollout, judgement } = hear(signals, occasion, dossier, policy, { kin, isKnown: isKnown || known });
  const own = bearingWitness(signals, rollout.signals, policy);
  const present = judgement.quorum.filter((group) => isStillPresent(group, own, policy, at));
  return { weight, judgement, rollout, own: score(own, at), present };
}

function lackingIn(assessment: Assessment, earned: Rung | null, dossier: Dossier, policy: Policy): string[] {
  const { verdict, at, signals, credential, ofSession } = assessment;
  // Nothing is lacking where this kind has no stronger answer.
  if (earned !== null && rankOf(strongest(credential)) <= rankOf(earned)) return [];
  switch (verdict) {
    case 'insufficient-data': {
      const { learningDays } = policy.thresholds;
      const wanting = daysWanting(dossier.baseline, dayOf(at), learningDays);
      const days = `${dayWords(Math.max(1, wanting))} more on record, or evidence that does not depend on habits`;
      return [days, ...missingToContain(judgedBy(signals, assessment, dossier, policy, true), policy)];
    }
    case 'suspicious':
      if (
        ofSession !== null &&
        judgedBy(signals, { ...assessment, ofSession: null }, dossier, policy).judgement.mayContain
      )
        return ['evidence from this session itself'];
      return missingToContain(judgedBy(signals, assessment, dossier, policy), policy);
    case 'compromised':
      return missingToDisable(assessment, policy);
    case 'benign':
    case 'stale':
    case 'overprivileged':
      return [];
  }
}

function missingToContain(
  { judgement, weight, rollout, own, present }: ReturnType<typeof judgedBy>,
  policy: Policy,
): string[] {
  const { contain } = policy.thresholds;
  const told = own.value < weight.value ? ' from witnesses alone' : '';
  const beside = rollout.siblings === 0 ? told : ' from evidence that its siblings do not also show';
  return [
    ...(own.value >= contain ? [] : [`a score of ${contain}${beside}`]),
    ...(judgement.mayContain ? [] : [missingWitness(present, policy.thresholds.quorumGroups)]),
  ];
}

function missingWitness(quorum: readonly Group[], needed: number): string {
  const who = quorum.filter((group) => whoGroups.has(group));
  const what = quorum.filter((group) => whatGroups.has(group));
  if (quorum.length + 1 >= needed && who.length === 0)
    return `a witness about who it is (so far only ${what.join(', ')})`;
  if (quorum.length + 1 >= needed && what.length === 0)
    return `a witness about what it does (so far only ${who.join(', ')})`;
  if (who.length === 1 && who[0] === 'client')
    return 'a witness about who it is other than the program, which can give any name';
  const soFar = quorum.length === 0 ? 'none' : quorum.join(', ');
  return `${needed} independent witnesses, one about who it is and one about what it does (so far ${soFar})`;
}
