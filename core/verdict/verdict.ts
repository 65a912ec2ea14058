import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import type { Group, Signal } from '../signals/signal.ts';
import type { Contribution, Score, Verdict } from './assessment.ts';
import { score, weightOf } from './score.ts';

/**
 * An honest change alters what a credential does (a deploy) or where and by whom it is used (a move), seldom both at
 * once; a thief alters both. So learned evidence needs a witness of each sort before anything is disturbed.
 */
export const whoGroups: ReadonlySet<Group> = new Set(['origin', 'client', 'identity', 'lifecycle']);
const whatGroups: ReadonlySet<Group> = new Set(['scope', 'action', 'intent', 'volume']);

/** Bits below which a signal that may act alone has faded too far to do so. */
const leastHardBits = 10;
const leastPinBits = 5;

export interface Judgement {
  readonly verdict: Verdict;
  /** Groups that count as independent witnesses. */
  readonly quorum: readonly Group[];
  /** A hard signal speaks: enough by itself. */
  readonly hard: boolean;
  /** There are witnesses enough to disturb somebody. */
  readonly mayContain: boolean;
}

export function judge(
  weight: Score,
  signals: readonly Signal[],
  activeDays: number,
  policy: Policy,
  at: Instant,
): Judgement {
  const { thresholds } = policy;
  const witnesses = witnessesIn(weight, policy);
  const hard = signals.some((signal) => signal.authority === 'hard' && weightOf(signal, at) >= leastHardBits);
  const settled = activeDays >= thresholds.learningDays;
  const mayContain =
    hard ||
    agree(
      settled ? witnesses : witnessesIn(score(signals.filter(needsNoHabit), at), policy),
      thresholds.quorumGroups,
    ) ||
    mayPinAlone(settled ? signals : signals.filter(needsNoHabit), witnesses.length, at);
  const quorum = witnesses.map((witness) => witness.group);
  return { verdict: verdictOf(weight, settled || mayContain, mayContain, policy), quorum, hard, mayContain };
}

/** Witnesses of both sorts; or so many of one that no single honest change explains them all. */
function agree(witnesses: readonly Contribution[], quorumGroups: number): boolean {
  if (witnesses.length < quorumGroups) return false;
  const who = witnesses.filter((witness) => whoGroups.has(witness.group)).length;
  const what = witnesses.filter((witness) => whatGroups.has(witness.group)).length;
  return (who > 0 && what > 0) || who >= 3;
}

function witnessesIn(weight: Score, policy: Policy): readonly Contribution[] {
  return weight.contributions.filter((contribution) => contribution.bits >= policy.thresholds.quorumBits);
}

/** While habits are young, only the owner's word and the bare facts bear witness. */
function needsNoHabit(signal: Signal): boolean {
  return signal.basis !== 'habit';
}

function verdictOf(weight: Score, known: boolean, mayContain: boolean, policy: Policy): Verdict {
  const { thresholds } = policy;
  if (weight.value < thresholds.notify) return 'benign';
  if (!known) return 'insufficient-data';
  return weight.value >= thresholds.contain && mayContain ? 'compromised' : 'suspicious';
}

/**
 * Some signals leave little room for an honest story: a session in two places, an agent outside its purpose, a sweep of
 * secrets. A first grave call is not among them by itself, since pipelines grow.
 */
function mayPinAlone(signals: readonly Signal[], witnesses: number, at: Instant): boolean {
  return signals.some(
    (signal) =>
      signal.authority === 'pin' &&
      weightOf(signal, at) >= leastPinBits &&
      (signal.group !== 'action' || (witnesses >= 2 && signal.id === 'S19')),
  );
}
