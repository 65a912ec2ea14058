import { establishedNetworks } from './context/established.ts';
import { isPlaceKnown } from './context/habits/familiarity.ts';
import { kindOf } from './context/population.ts';
import type { Network, RecordedContext } from './context/recorded-context.ts';
import { noteSessionAt } from './context/session-record.ts';
import { holderOf } from './context/sighting.ts';
import type { CredentialUse } from './intake/credential-use.ts';
import type { Testimony } from './intake/testimony.ts';
import { type Credential, classOf, subjectOf } from './model/credential.ts';
import { dayOf } from './model/instant.ts';
import { unknownOwner } from './model/owner.ts';
import type { Policy } from './policy/policy.ts';
import { familiesOf, signalsBy, signalsIn } from './signals/ask.ts';
import { isWorkload } from './signals/builder.ts';
import { mayBeOnTheWay } from './signals/duty.ts';
import { isAtRentedPlace } from './signals/for-hire.ts';
import { isSignedIn } from './signals/nature.ts';
import { type Observation, observe } from './signals/observation.ts';
import { testimonySignals } from './signals/registry.ts';
import type { Signal } from './signals/signal.ts';
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
  /** Of its session: see `Assessment.madeBy`. */
  readonly makers: () => readonly string[];
  /** Whose showings are its own story: of those makers, the subjects and whose they are. */
  readonly forebears: () => ReadonlySet<string>;
  /** Of whom what is done in its session is a showing: whoever began the chain; null where nobody before it is on record. */
  readonly maker: () => string | null;
  /** Of its account. */
  readonly experience: Experience;
}

/**
 * The corridor, rooms 1 to 4, for one use: note where and what it was, ask the signals that it gives a cue to, weigh,
 * judge. What was learned of it comes last and only goes into the baselines if the use raised no doubt: the thief must not teach.
 * Null for a use that gives no reason, of a credential that nothing new can be said of today.
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
  // First, lest what has faded takes the place of what is new.
  fadeEvidence(dossier.evidence, use.at);
  const holder = holderOf(use, dossier.session);
  const session = sessionShared(use);
  const whose = { holder: holder ?? undefined, sessions: session === null ? undefined : [session] };
  for (const signal of found) addEvidence(dossier.evidence, { ...signal, ...whose });
  const about = signalsAbout(dossier.evidence, holder, use.session);
  if (found.length > 0) {
    const kind = kindOf(use.credential, dossier.declared);
    noteForRollout(dossier, kind, use.credential, found, about, network);
  }
  const cause = {
    credential: use.credential,
    at: use.at,
    eventId: use.id,
    session: use.accessKeyId,
    sitting: use.session,
    about,
    ofSession: holder === null ? session : null,
    isSignedIn: isSignedIn(dossier.session),
    isWorkload: () => isWorkload(observation),
    isAtRentedPlace: () => isAtRentedPlace(observation),
    mayBeOnTheWay: () => mayBeOnTheWay(observation),
  };
  const weighed = weigh(cause, dossier, policy, observation);
  const purpose = purposeOutside(weighed, observation, dossier);
  const assessment = purpose === null ? weighed : { ...weighed, purpose };
  learnAfter(found, assessment, observation);
  return assessment;
}

/** What may go on where an agent left its purpose, or a workload its work; null for all others. */
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
 * The session of a role that others bear as well; null for all else, since one person is one in all of theirs. Of a sign-in the
 * record shows none: it is one of its own.
 */
function sessionShared({ credential, session, id }: CredentialUse): string | null {
  return credential.kind === 'role' && credential.person === null ? (session ?? id) : null;
}

/** The day is in the credential's course already, and what is on record is not worth a word and only fades. */
function isStill({ use, day, policy }: Observation, { course, evidence }: Dossier): boolean {
  if (course.day !== day) return false;
  return evidence.signals.length === 0 || score(evidence.signals, use.at).value < policy.thresholds.notify;
}

/** The same for what somebody else says of a credential, or of one session of it. Null where none of the signals takes it for a reason. */
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
    isSignedIn: false,
    ...noScene,
  };
  return weigh(cause, dossier, policy, yardstickFor(dossier, at, policy.thresholds.learningDays));
}

/** What is judged, and on which occasion: all that the judge looks at beside the signals. */
interface Occasion extends Scene, Pick<Assessment, 'credential' | 'at' | 'ofSession'> {}

/** What is weighed now: a use, or somebody's word. */
interface Cause extends Occasion, Pick<Assessment, 'eventId' | 'session' | 'sitting' | 'isSignedIn'> {
  /** All that speaks about whoever did it. */
  readonly about: readonly Signal[];
}

/** Somebody's word has none: it tells of no use. */
const noScene: Scene = { isWorkload: () => false, isAtRentedPlace: () => false, mayBeOnTheWay: () => false };

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
  // Without a signal nobody asks what kind it is.
  const kind = signals.length === 0 ? '' : kindOf(credential, dossier.declared);
  const rollout = rolloutAmong(signals, dossier, kind, at, occasion);
  const known =
    isKnown ||
    (isElsewhere(signals, policy) && isPlaceKnown(dossier.baseline, dayOf(at), policy.thresholds.learningDays));
  const hearing = {
    ...occasion,
    isKnown: known,
    isByKin: kin !== null,
    rollout: rollout.signals,
    oldNews: rollout.oldNews,
  };
  return { weight, rollout, judgement: judgeFairly(weight, signals, hearing, policy, at) };
}

/** What runs once a week is known by where it runs sooner than by what it does. */
function isElsewhere(signals: readonly Signal[], { thresholds }: Policy): boolean {
  return signals.some(({ group, bits }) => group === 'origin' && bits >= thresholds.quorumBits);
}

function weigh(cause: Cause, dossier: Dossier, policy: Policy, { kin, activeDays, isKnown }: Yardstick): Assessment {
  const { credential, at, eventId, session, sitting, about: signals, ofSession, isSignedIn } = cause;
  const { weight, rollout, judgement } = hear(signals, cause, dossier, policy, { kin, isKnown });
  const { verdict, quorum, hard, mayContain, isBesideItsWork } = judgement;
  // Nobody answers an assessment without a signal.
  const established = signals.length === 0 ? [] : establishedNetworks(dossier, at);
  const isSpecial = hard || kin !== null || !isKnown;
  const moment = { class: classOf(credential), at, activeDays, bits: weight.bits, isSpecial };
  const { closed, longDoubt } = follow(dossier.course, moment, dossier.experience.all);
  if (closed !== null) countDay(dossier.experience, closed);
  // No day by itself may be worth a word, all of them together are.
  const said = verdict === 'benign' && longDoubt !== null ? 'suspicious' : verdict;
  if (said === 'suspicious' || said === 'compromised') noteTold(dossier, credential, signals, at);
  return {
    subject: subjectOf(credential),
    credential,
    session: session?.startsWith('ASIA') === true ? session : null,
    sitting,
    ofSession,
    isSignedIn,
    // Few assessments are worth a word: only then is it worked out.
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
    mayBeOnTheWay: said !== 'benign' && cause.mayBeOnTheWay(),
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
