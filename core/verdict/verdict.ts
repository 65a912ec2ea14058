import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { defenceImpairment, lastStrawBits } from '../signals/anomalous/defence-impairment.ts';
import { dormant } from '../signals/anomalous/dormant.ts';
import { shareOutside } from '../signals/anomalous/share-outside.ts';
import type { Signal } from '../signals/signal.ts';
import { whoBesideDeed } from '../signals/signal.ts';
import type { Contribution, Judgement, Score, Verdict } from './assessment.ts';
import { signalsOfSession } from './evidence.ts';
import { isOtherWork } from './other-work.ts';
import { score, weightOf } from './score.ts';
import {
  agree,
  agreeTogether,
  bearingWitness,
  isCounted,
  isOnlyAnotherProgram,
  mayBearWitness,
  ofSessions,
  whoGroups,
  witnessesIn,
} from './witnesses.ts';

/** The fewest bits with which a signal may act alone: below, it has faded too far. */
const leastHardBits = 10;
const leastPinBits = 5;

/** Who may have been at work in the use that is judged. Few judgements turn on it: only then is it worked out. */
export interface Scene {
  /** A workload that nobody works by hand or builds with. */
  readonly isWorkload: () => boolean;
  /** As `Assessment.isAtRentedPlace`. */
  readonly isAtRentedPlace: () => boolean;
}

export interface Hearing extends Pick<Scene, 'isWorkload'> {
  /** As `Yardstick.isKnown`. */
  readonly isKnown: boolean;
  /** It is known by the habits of its kind, not by its own. */
  readonly isByKin: boolean;
  /** As `Assessment.ofSession`. */
  readonly ofSession: string | null;
  /** Signals that many siblings show at once. They are told of, but bear no witness: it takes another reason to disturb anybody. */
  readonly rollout: readonly Signal[];
  /** Of these, the ones that the owners of enough siblings have heard of already. */
  readonly oldNews: readonly Signal[];
}

/**
 * `judge`, fair to each session of a role that many share: what the other sessions did says nothing about who is in this one, so it is
 * disturbed only for what it did itself. A thief who opens one session after the other is a stranger in each of them, and then all of it
 * is held against him.
 */
export function judgeFairly(
  told: Score,
  all: readonly Signal[],
  hearing: Hearing,
  policy: Policy,
  at: Instant,
): Judgement {
  const { isByKin, ofSession } = hearing;
  const judgement = unlessBorrowed(judge(told, all, hearing, policy, at), isByKin);
  if (ofSession === null) return judgement;
  const own = signalsOfSession(all, ofSession);
  if (own.length === 0 && !all.some(({ lastAt }) => lastAt === at)) return { ...judgement, ...nothingSaid };
  // A workload has many sessions side by side, and a pin binds them all alike.
  if (!judgement.mayContain || judgement.isBesideItsWork) return judgement;
  const isStrange = own.some((signal) => whoGroups.has(signal.group) && weightOf(signal, at) >= whoBesideDeed);
  if (isStrange) return judgement;
  const alone = judge(score(own, at), own, hearing, policy, at);
  if (alone.hard || alone.verdict === 'compromised') return judgement;
  const verdict = judgement.verdict === 'compromised' ? 'suspicious' : judgement.verdict;
  return { ...judgement, verdict, hard: false, mayContain: false };
}

/** Of a session in which nothing is odd there is nothing to tell, whatever its role's other sessions did. */
const nothingSaid = { verdict: 'benign', hard: false, mayContain: false, isBesideItsWork: false } as const;

/** The habits of its kind may help to contain a young credential, but by themselves they do not call it suspicious, as its own would. */
function unlessBorrowed(judgement: Judgement, isByKin: boolean): Judgement {
  const isTalk = isByKin && !judgement.mayContain && judgement.verdict === 'suspicious';
  return isTalk ? { ...judgement, verdict: 'insufficient-data' } : judgement;
}

export function judge(
  told: Score,
  all: readonly Signal[],
  { isKnown, rollout, oldNews, isWorkload }: Omit<Hearing, 'isByKin' | 'ofSession'>,
  policy: Policy,
  at: Instant,
): Judgement {
  const { thresholds } = policy;
  const signals = bearingWitness(all, rollout, policy);
  const weight = signals === all ? told : score(signals, at);
  const witnesses = witnessesIn(weight, policy);
  const hard = signals.some((signal) => signal.authority === 'hard' && weightOf(signal, at) >= leastHardBits);
  // While its habits are young, only the owner's word and bare facts bear witness.
  const solid = isKnown ? signals : signals.filter(({ basis }) => basis !== 'habit');
  const isWitnessed =
    hard ||
    agree(isKnown ? witnesses : witnessesIn(score(solid, at), policy), solid, policy, at) ||
    (isKnown && agreeTogether(signals, policy, at)) ||
    mayPinAlone(solid, witnesses.length, at);
  const isBesideItsWork = !isWitnessed && isKnown && isOtherWork(weight, signals, policy, at) && isWorkload();
  const mayContain = isWitnessed || isBesideItsWork;
  const quorum = witnesses.map((witness) => witness.group);
  const enough = mayContain && weight.value >= thresholds.contain;
  const news =
    oldNews.length === 0
      ? told
      : score(
          all.filter((signal) => !oldNews.includes(signal)),
          at,
        );
  const worthAWord = news.value >= thresholds.notify || all.some((signal) => mustBeTold(signal, at));
  return { verdict: verdictOf(worthAWord, isKnown || mayContain, enough), quorum, hard, mayContain, isBesideItsWork };
}

function verdictOf(worthAWord: boolean, isKnown: boolean, enough: boolean): Verdict {
  if (!worthAWord) return 'benign';
  if (!isKnown) return 'insufficient-data';
  return enough ? 'compromised' : 'suspicious';
}

/**
 * Whether a signal speaks that leaves little room for an honest story, which is what the authority `pin` says: a session in two places, an
 * agent outside its purpose, a sweep of secrets. Where it is about a single grave call (another user's key, data given to a stranger), it
 * takes a second witness of any kind, unless nobody watches any more after that call.
 */
function mayPinAlone(signals: readonly Signal[], witnesses: number, at: Instant): boolean {
  return signals.some(
    (signal) =>
      signal.authority === 'pin' &&
      weightOf(signal, at) >= leastPinBits &&
      (signal.group !== 'action' || isCounted(signal) || leavesNobodyWatching(signal) || witnesses >= 2),
  );
}

function leavesNobodyWatching({ id, bits }: Signal): boolean {
  return id === defenceImpairment.id && bits >= lastStrawBits;
}

/**
 * What an owner wants to hear of even where the score is low: a key that wakes up after a silence longer than any job's, and a deed that is
 * grave whatever the habits are.
 */
export function mustBeTold(signal: Signal, at: Instant): boolean {
  if (!mayBearWitness(signal)) return false;
  if (signal.id === dormant.id) return weightOf(signal, at) >= leastAwakeningBits;
  const isGrave = signal.authority === 'pin' || signal.id === shareOutside.id;
  return isGrave && signal.basis === 'fact' && weightOf(signal, at) >= leastFactBits;
}

const leastAwakeningBits = 6;
const leastFactBits = 7;

/**
 * Bits of doubt that a credential passes on to the sessions opened with it. Doing something for the first time says nothing about who holds
 * it, unless that alone is enough to contain it. What one of its sessions did counts against the credential, but is not passed on from there to
 * its other sessions: that would be hearing one witness twice.
 */
export function doubtAbout(all: readonly Signal[], at: Instant, policy: Policy): number {
  const signals = all.filter(({ id }) => !ofSessions.has(id));
  const weight = score(signals, at);
  const isOther = (one: Contribution) =>
    whoGroups.has(one.group) && one.bits >= whoBesideDeed && !isOnlyAnotherProgram(one.signal);
  if (weight.contributions.some(isOther)) return weight.bits;
  const isHeld =
    weight.value >= policy.thresholds.contain && mayPinAlone(signals, witnessesIn(weight, policy).length, at);
  return isHeld ? weight.bits : 0;
}
