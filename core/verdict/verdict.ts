import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import type { Group, Signal } from '../signals/signal.ts';
import type { Score, Verdict } from './assessment.ts';
import { weightOf } from './score.ts';

/**
 * An honest change alters what a credential does (a deploy) or where and by whom it is used (a move), seldom both at
 * once; a thief alters both. So learned evidence needs a witness of each sort before anything is disturbed.
 */
const whoGroups: ReadonlySet<Group> = new Set(['origin', 'client', 'identity', 'lifecycle']);
const whatGroups: ReadonlySet<Group> = new Set(['scope', 'action', 'volume']);

/** Bits below which even a hard signal has faded too far to act on. */
const leastHardBits = 10;

export interface Judgement {
  readonly verdict: Verdict;
  /** Groups that count as independent witnesses. */
  readonly quorum: readonly Group[];
  /** A hard signal speaks: enough by itself. */
  readonly hard: boolean;
  /** Witnesses of both sorts, or a signal that may pin alone. */
  readonly mayContain: boolean;
}

export function judge(
  score: Score,
  signals: readonly Signal[],
  activeDays: number,
  policy: Policy,
  at: Instant,
): Judgement {
  const { thresholds } = policy;
  const witnesses = score.contributions.filter((contribution) => contribution.bits >= thresholds.quorumBits);
  const quorum = witnesses.map((contribution) => contribution.group);
  const hard = signals.some((signal) => signal.authority === 'hard' && weightOf(signal, at) >= leastHardBits);
  const agreed =
    quorum.length >= thresholds.quorumGroups &&
    quorum.some((group) => whoGroups.has(group)) &&
    quorum.some((group) => whatGroups.has(group));
  const known = activeDays >= thresholds.learningDays;
  const mayContain = hard || (known && (agreed || mayPinAlone(signals, quorum, at)));
  return { verdict: verdictOf(score, hard, known, mayContain, policy), quorum, hard, mayContain };
}

function verdictOf(score: Score, hard: boolean, known: boolean, mayContain: boolean, policy: Policy): Verdict {
  const { thresholds } = policy;
  if (score.value < thresholds.notify) return 'benign';
  if (!known && !hard) return 'insufficient-data';
  return score.value >= thresholds.contain && mayContain ? 'compromised' : 'suspicious';
}

/**
 * Some signals leave little room for an honest story: a session in two places, an agent outside its purpose. Grave calls
 * are not among them by themselves, since pipelines grow; two different tactics within a day are.
 */
function mayPinAlone(signals: readonly Signal[], quorum: readonly Group[], at: Instant): boolean {
  const able = signals.filter((signal) => signal.authority === 'pin' && weightOf(signal, at) >= 5);
  if (able.some((signal) => signal.group !== 'action')) return true;
  return new Set(able.map((signal) => signal.id)).size >= 2 && quorum.length >= 2;
}
