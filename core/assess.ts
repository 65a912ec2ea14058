import { establishedNetworks } from './context/established.ts';
import { isPlaceKnown } from './context/habits/familiarity.ts';
import { kindOf } from './context/population.ts';
import type { Network, RecordedContext } from './context/recorded-context.ts';
import { noteSessionAt } from './context/sessions/session-record.ts';
import { holderOf } from './context/sighting.ts';
import type { CredentialUse } from './intake/credential-use.ts';
import type { Testimony } from './intake/testimony.ts';
import { type Credential, classOf, subjectOf } from './model/credential.ts';
import { dayOf } from './model/instant.ts';
import { unknownOwner } from './model/owner.ts';
import type { Policy } from './policy/policy.ts';
import { familiesOf, signalsBy, signalsIn } from './signals/ask.ts';
import { type Observation, observe } from './signals/observation.ts';
import { testimonySignals } from './signals/registry.ts';
import type { Signal } from './signals/signal.ts';
import { isWorkload } from './signals/who/builder.ts';
import { mayBeOnTheWay } from './signals/who/duty.ts';
import { isAtRentedPlace } from './signals/who/for-hire.ts';
import { isSignedIn } from './signals/who/nature.ts';
import { type Yardstick, yardstickFor } from './signals/yardstick.ts';
import type { Assessment } from './verdict/assessment.ts';
import { type Course, follow } from './verdict/course.ts';
import { addEvidence, type Evidence, fadeEvidence, signalsAbout } from './verdict/evidence.ts';
import { countDay, type Experience } from './verdict/experience.ts';
import { learnAfter, learnFrom } from './verdict/learning.ts';
import { callsIn } from './verdict/other-work.ts';
import { purposeOf, workOf } from './verdict/purpose.ts';
import { noteForRollout, noteTold, rolloutAmong } from './verdict/rollout.ts';
import { score } from './verdict/score.ts';
import { stakesOf } from './verdict/stakes.ts';
import { judgeFairly, type Scene } from './verdict/verdict.ts';

/** Everything on record about one credential: the context its uses are judged in, and what speaks against it so far. */
export interface Dossier extends RecordedContext {
  readonly evidence: Evidence;
  readonly course: Course;
  /** Who made its session: see `Assessment.madeBy`. */
  readonly makers: () => readonly string[];
  /** Those makers, as subjects and as principals: what they show is part of its own story, and makes no sibling of them. */
  readonly forebears: () => ReadonlySet<string>;
  /** Whoever began the chain of makers, to whom what is done in its session is counted; null where nobody before it is on record. */
  readonly maker: () => string | null;
  /** What its account has seen. */
  readonly experience: Experience;
}

/**
 * The corridor, rooms 1 to 4, for one use: note where and what it was, ask the signals that it gives a cue to, weigh,
 * judge. Learning comes last, and a use that raised doubt teaches nothing: the thief must not teach.
 * Null where the use gives no reason for doubt, and nothing new can be said of the credential today.
 */
export function assess(
  use: CredentialUse,
  network: Network | null,
  dossier: Dossier,
  policy: Policy,
): Assessment | null {
  if (dossier.session !== null) noteSessionAt(dossier.session, use, network);
  const observation = observe(use, network, dossier, policy);
  const found = signalsIn(observation);
  if (found.length === 0 && isStill(observation, dossier)) {
    learnFrom(observation.lesson, dossier, 'learn');
    return null;
  }
  // Before anything is added: what has faded must not take the place of what is new.
  fadeEvidence(dossier.evidence, use.at);
  const holder = holderOf(use, dossier.session);
  const session = sessionShared(use);
  const whose = { holder: holder ?? undefined, sessions: session === null ? undefined : [session] };
  const onTheWay = found.length > 0 && mayBeOnTheWay(observation) ? true : undefined;
  for (const signal of found) addEvidence(dossier.evidence, { ...signal, ...whose, onTheWay });
  const about = signalsAbout(dossier.evidence, holder, use.session);
  if (found.length > 0) {
    const kind = kindOf(use.credential, dossier.declared);
    noteForRollout(observation, dossier, kind, found, about);
  }
  const cause = {
    credential: use.credential,
    at: use.at,
    eventId: use.id,
    session: use.accessKeyId,
    sitting: use.session,
    about,
    ofSession: holder === null ? session : null,
    holder,
    isSignedIn: isSignedIn(dossier.session),
    isWorkload: () => isWorkload(observation),
    isAtRentedPlace: () => isAtRentedPlace(observation),
  };
  const weighed = weigh(cause, dossier, policy, observation);
  const purpose = purposeOutside(weighed, observation, dossier);
  const assessment = purpose === null ? weighed : { ...weighed, purpose };
  learnAfter(found, assessment, observation);
  return assessment;
}

/** What an agent that left its purpose, or a workload that left its work, may go on with; null for all others. */
function purposeOutside(
  { verdict, isBesideItsWork, signals }: Assessment,
  { nature, use: { at }, policy }: Observation,
  dossier: Dossier,
): Assessment['purpose'] {
  if (verdict !== 'compromised') return null;
  if (!isBesideItsWork && nature !== 'agent') return null;
  const work = workOf(dossier, at, callsIn(signals, policy, at));
  return nature === 'agent' ? (work ?? purposeOf(dossier, at)) : work;
}

/**
 * The session, where its role is shared by many; null for everything else, since one person is the same in all of their sessions. The
 * record of a sign-in shows no session: it counts as one of its own.
 */
function sessionShared({ credential, session, id }: CredentialUse): string | null {
  return credential.kind === 'role' && credential.person === null ? (session ?? id) : null;
}

/** Today is in the credential's course already, and the evidence on record is not worth a word and only fades. */
function isStill({ use, day, policy }: Observation, { course, evidence }: Dossier): boolean {
  if (course.day !== day) return false;
  return evidence.signals.length === 0 || score(evidence.signals, use.at).value < policy.thresholds.notify;
}

/** The same for what somebody else says about a credential, or about one session of it. Null where no signal takes it for a reason. */
export function assessTestimony(
  told: Testimony,
  credential: Credential,
  dossier: Dossier,
  policy: Policy,
  session: string | null = null,
): Assessment | null {
  const { at } = told;
  const eventId = told.eventId as Signal['eventId'];
  const found = signalsBy(testimonySignals, (signal) => signal.judge(told), { at, eventId }, policy);
  if (found.length === 0) return null;
  fadeEvidence(dossier.evidence, at);
  for (const signal of found) addEvidence(dossier.evidence, signal);
  const cause = {
    credential,
    at,
    eventId,
    session,
    sitting: session,
    about: signalsAbout(dossier.evidence, null, null),
    ofSession: null,
    holder: null,
    isSignedIn: false,
    ...noScene,
  };
  return weigh(cause, dossier, policy, yardstickFor(dossier, at, policy.thresholds.learningDays));
}

/** What is judged, and on which occasion: all that the judge looks at beside the signals. */
interface Occasion extends Scene, Pick<Assessment, 'credential' | 'at' | 'ofSession'> {}

/** What is weighed now: a use, or somebody's word. */
interface Cause extends Occasion, Pick<Assessment, 'eventId' | 'session' | 'sitting' | 'holder' | 'isSignedIn'> {
  /** All that speaks about whoever did it. */
  readonly about: readonly Signal[];
}

/** Somebody's word has none: it tells of no use. */
const noScene: Scene = { isWorkload: () => false, isAtRentedPlace: () => false };

/** The signals as the judge hears them. */
export function hear(
  signals: readonly Signal[],
  occasion: Occasion,
  dossier: Dossier,
  policy: Policy,
  { kin, isKnown }: Pick<Yardstick, 'kin' | 'isKnown'>,
) {
  const { at, credential } = occasion;
  const weight = score(signals, at);
  // Without a signal nothing depends on its kind.
  const kind = signals.length === 0 ? '' : kindOf(credential, dossier.declared);
  const rollout = rolloutAmong(signals, dossier, kind, at, occasion);
  const known =
    isKnown ||
    (isSomewhereNew(signals, policy) && isPlaceKnown(dossier.baseline, dayOf(at), policy.thresholds.learningDays));
  const hearing = {
    ...occasion,
    isKnown: known,
    isByKin: kin !== null,
    rollout: rollout.signals,
    oldNews: rollout.oldNews,
  };
  return { weight, rollout, judgement: judgeFairly(weight, signals, hearing, policy, at) };
}

/** It is somewhere new: of a job that runs once a week the place is known sooner than the work. */
function isSomewhereNew(signals: readonly Signal[], { thresholds }: Policy): boolean {
  return signals.some(({ group, bits }) => group === 'origin' && bits >= thresholds.quorumBits);
}

function weigh(cause: Cause, dossier: Dossier, policy: Policy, { kin, activeDays, isKnown }: Yardstick): Assessment {
  const { credential, at, eventId, session, sitting, about: signals, ofSession, holder, isSignedIn } = cause;
  const { weight, rollout, judgement } = hear(signals, cause, dossier, policy, { kin, isKnown });
  const { verdict, quorum, hard, mayContain, isBesideItsWork } = judgement;
  // An assessment without a signal is never answered.
  const established = signals.length === 0 ? [] : establishedNetworks(dossier, at);
  const isSpecial = hard || kin !== null || !isKnown;
  const moment = { class: classOf(credential), at, activeDays, bits: weight.bits, isSpecial };
  const { closed, longDoubt } = follow(dossier.course, moment, dossier.experience.all);
  if (closed !== null) countDay(dossier.experience, closed);
  // No single day may be worth a word, and yet all of them together are.
  const said = verdict === 'benign' && longDoubt !== null ? 'suspicious' : verdict;
  if (said === 'suspicious' || said === 'compromised') noteTold(dossier, credential, signals, at);
  return {
    subject: subjectOf(credential),
    credential,
    session: session?.startsWith('ASIA') === true ? session : null,
    sitting,
    ofSession,
    holder,
    isSignedIn,
    // Only worked out for what is worth a word: few assessments are.
    madeBy: said === 'benign' ? [] : dossier.makers(),
    owner: dossier.declared?.owner ?? unknownOwner,
    at,
    eventId,
    signals: [...signals],
    score: weight,
    verdict: said,
    families: familiesOf(signals),
    quorum,
    hard,
    mayContain,
    isBesideItsWork,
    isAtRentedPlace: said !== 'benign' && cause.isAtRentedPlace(),
    longDoubt,
    siblings: rollout.siblings,
    alike: [...new Set(rollout.signals.map(({ name }) => name))],
    establishedNetworks: established,
    stakes: verdict === 'compromised' ? stakesOf(credential, dossier, established, at) : null,
    activeDays,
    purpose: null,
    rotation: credential.kind === 'secret' ? { secret: credential.id, unlessSince: null } : null,
    ...(dossier.declared?.revocation != null && { revocation: dossier.declared.revocation }),
    policyVersion: policy.version,
  };
}
