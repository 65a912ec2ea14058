import { allowsNetwork } from './context/declared-network.ts';
import type { Baseline } from './context/habits/baseline.ts';
import { activeDaysBefore, isKnownWell, isSeenWithoutDoubt, settledBefore } from './context/habits/familiarity.ts';
import { isShortened } from './context/habits/fingerprint.ts';
import { learnInAll, type Trust } from './context/habits/learn.ts';
import type { Lesson } from './context/habits/lesson.ts';
import { kindOf } from './context/population.ts';
import { isWayOut, type Network, type RecordedContext } from './context/recorded-context.ts';
import { noteSessionAt } from './context/session-record.ts';
import { holderOf, lineOf } from './context/sighting.ts';
import { addressOf, type CredentialUse } from './intake/credential-use.ts';
import type { Testimony } from './intake/testimony.ts';
import { type Credential, subjectOf } from './model/credential.ts';
import { dayOf, type Instant } from './model/instant.ts';
import { unknownOwner } from './model/owner.ts';
import { sortFew } from './model/sort-few.ts';
import type { Policy } from './policy/policy.ts';
import { noteSecret } from './signals/anomalous/credential-access.ts';
import { noteDeletion } from './signals/anomalous/data-destruction.ts';
import { dataSprawl, noteDataSet } from './signals/anomalous/data-sprawl.ts';
import { declaredScope, noteUndeclared } from './signals/anomalous/declared-scope.ts';
import { noteGrave } from './signals/anomalous/grave-sequence.ts';
import { noteFix } from './signals/anomalous/impossible-travel.ts';
import { noteLocked } from './signals/anomalous/locked-away.ts';
import { noteStray } from './signals/anomalous/many-hands.ts';
import { newAddress } from './signals/anomalous/new-address.ts';
import { noteRuntime } from './signals/anomalous/other-runtime.ts';
import { noteMadeUser } from './signals/anomalous/persistence.ts';
import { rentedNetwork } from './signals/anomalous/rented-network.ts';
import { noteNewService } from './signals/anomalous/service-sprawl.ts';
import { noteStep, stepByStep } from './signals/anomalous/step-by-step.ts';
import { isWorkload } from './signals/builder.ts';
import { bitsOf, cuesOf } from './signals/cues.ts';
import { noteWritten } from './signals/given.ts';
import { type Measure, measureFor, type Observation, observe, ordinaryInAccount } from './signals/observation.ts';
import { noteMadeTrail } from './signals/own-trail.ts';
import { testimonySignals, useSignals } from './signals/registry.ts';
import type { Family, Finding, Signal, SignalDefinition, UseSignal } from './signals/signal.ts';
import type { Assessment } from './verdict/assessment.ts';
import { type Course, follow } from './verdict/course.ts';
import { addEvidence, type Evidence, fadeEvidence, signalsAbout } from './verdict/evidence.ts';
import { classOf, countDay, type Experience } from './verdict/experience.ts';
import { isWithin, purposeOf } from './verdict/purpose.ts';
import { noteForRollout, rolloutAmong } from './verdict/rollout.ts';
import { score } from './verdict/score.ts';
import { stakesOf } from './verdict/stakes.ts';
import { callOf, judgeFairly } from './verdict/verdict.ts';

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
  noteWhatMattersTogether(observation);
  const cues = cuesOf(observation);
  noteFix(observation);
  const found = cues === 0 ? [] : findings(observation, cues);
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
    at: use.at,
    eventId: use.id,
    session: use.accessKeyId,
    about,
    ofSession: holder === null ? session : null,
    isWorkload: () => isWorkload(observation),
  };
  const weighed = weigh(use.credential, dossier, policy, cause, observation);
  const purpose = purposeOutside(weighed, observation, dossier);
  const assessment = purpose === null ? weighed : { ...weighed, purpose };
  const doubtful = found.length > 0 && assessment.score.value >= policy.thresholds.notify;
  if (doubtful && assessment.verdict === 'insufficient-data') learnInDoubt(observation, dossier);
  else if (doubtful) learnFrom(observation.lesson, dossier, 'hold');
  else if (!isRentedWhileYoung(found, observation))
    learnFrom(observation.lesson, dossier, isStrangePlace(found, observation) ? 'wait' : 'learn');
  return assessment;
}

/** What may go on where an agent left its purpose, or a workload its work; null for all others. */
function purposeOutside(
  { verdict, isBesideItsWork, signals }: Assessment,
  { nature, use }: Observation,
  dossier: Dossier,
): Assessment['purpose'] {
  if (verdict !== 'compromised' || !(nature === 'agent' || isBesideItsWork)) return null;
  const purpose = purposeOf(dossier, use.at);
  // A deed in a service of its own is not stopped by leaving it its work.
  return isBesideItsWork && signals.some((one) => isWithin(purpose, callOf(one) ?? '')) ? null : purpose;
}

/**
 * The session of a role that others bear as well; null for all else, since one person is one in all of theirs. Of a sign-in the
 * record shows none: it is one of its own.
 */
function sessionShared({ credential, session, id }: CredentialUse): string | null {
  return credential.kind === 'role' && credential.person === null ? (session ?? id) : null;
}

/**
 * A thief who comes in a credential's first week finds no habits to break, and must not make any. So what was worth a word
 * then is learned only where the credential began, where it was on a day without doubt, or where its owner allows it;
 * elsewhere it is held. Neither kin nor neighbours hear of it, and they do not answer for the place: his calls before were theirs, too.
 */
function learnInDoubt({ context, use, network, day, lesson }: Observation, dossier: Dossier): void {
  const { baseline, principalBaseline, personBaseline } = dossier;
  const isOwn =
    network === null ||
    activeDaysBefore(baseline, day) === 0 ||
    isSeenWithoutDoubt(baseline, 'network', network.id, day) ||
    allowsNetwork(context.declared, network, addressOf(use), use.vpcEndpointId) === true;
  if (isOwn) learnFrom(lesson, dossier, 'learn');
  else learnInAll([baseline, principalBaseline, personBaseline], [], lesson, 'hold');
}

/** The day is in the credential's course already, and what is on record is not worth a word and only fades. */
function isStill({ use, day, policy }: Observation, { course, evidence }: Dossier): boolean {
  if (course.day !== day) return false;
  return evidence.signals.length === 0 || score(evidence.signals, use.at).value < policy.thresholds.notify;
}

/** The same for what somebody else says of a credential. Null where none of the signals takes it for a reason. */
export function assessTestimony(
  told: Testimony,
  credential: Credential,
  dossier: Dossier,
  policy: Policy,
): Assessment | null {
  const found = testimonySignals.flatMap((signal) => {
    const finding = isEnabled(signal, policy) ? signal.judge(told) : null;
    return finding === null ? [] : [signalOf(signal, finding, told.at, told.eventId as Signal['eventId'], policy)];
  });
  if (found.length === 0) return null;
  for (const signal of found) addEvidence(dossier.evidence, signal);
  const cause = {
    at: told.at,
    eventId: told.eventId as Signal['eventId'],
    session: null,
    about: signalsAbout(dossier.evidence, null, null),
    ofSession: null,
    isWorkload: () => false,
  };
  return weigh(credential, dossier, policy, cause, measureFor(dossier, told.at, policy.thresholds.learningDays));
}

/**
 * In its first week little speaks against anything, so a place that anybody can rent, beside the one where the credential
 * began, would be bought by a few early visits. They teach nothing; nor do they make the owner's own days doubtful.
 */
function isRentedWhileYoung(found: readonly Signal[], observation: Observation): boolean {
  const { habits, day, policy } = observation;
  if (isKnownWell(habits, day, policy.thresholds.learningDays)) return false;
  return found.some(({ id }) => id === rentedNetwork.id) && isUnanswered(found, observation);
}

/** A place that nobody answers for is not bought by three quiet days; what the owner declared or siblings use, is. */
function isStrangePlace(found: readonly Signal[], observation: Observation): boolean {
  return found.some(({ group, bits }) => group === 'origin' && bits >= strangeBits) && isUnanswered(found, observation);
}

function isUnanswered(found: readonly Signal[], observation: Observation): boolean {
  const { context, network, use } = observation;
  if (allowsNetwork(context.declared, network, addressOf(use), use.vpcEndpointId) === true) return false;
  const line = lineOf(use, network);
  if (network !== null && isWayOut(network)) return false;
  if (network === null || !ordinaryInAccount(observation, 'network', network.id)) return true;
  return (
    line !== null && found.some(({ id }) => id === newAddress.id) && !ordinaryInAccount(observation, 'address', line)
  );
}

const strangeBits = 3.5;

function noteWhatMattersTogether(observation: Observation): void {
  noteRuntime(observation);
  noteMadeTrail(observation);
  noteWritten(observation);
  noteSecret(observation);
}

function findings(observation: Observation, cues: number): Signal[] {
  const { use, policy } = observation;
  noteLocked(observation);
  if ((cues & ofSteps) !== 0) {
    noteGrave(observation);
    noteDeletion(observation);
    noteNewService(observation);
    noteMadeUser(observation);
    noteStray(observation);
    noteStep(observation);
  }
  if ((cues & ofData) !== 0) noteDataSet(observation);
  if ((cues & ofWord) !== 0) noteUndeclared(observation);
  const found: Signal[] = [];
  for (const { signal, hears } of enabledUseSignals(policy)) {
    if ((cues & hears) === 0) continue;
    const finding = signal.judge(observation);
    if (finding !== null) found.push(signalOf(signal, finding, use.at, use.id, policy));
  }
  return found;
}

/** Whatever is noted for later is a step of somebody's, or a part of one. */
const ofSteps = bitsOf(stepByStep.hears);

const ofData = bitsOf(dataSprawl.hears);

const ofWord = bitsOf(declaredScope.hears);

interface Listener {
  readonly signal: UseSignal;
  readonly hears: number;
}

// A policy outlives many uses, so which signals it leaves on is worked out once for each policy.
const enabled = new WeakMap<Policy, readonly Listener[]>();

function enabledUseSignals(policy: Policy): readonly Listener[] {
  const known = enabled.get(policy);
  if (known !== undefined) return known;
  const signals = useSignals
    .filter((signal) => isEnabled(signal, policy))
    .map((signal) => ({ signal, hears: bitsOf(signal.hears) }));
  enabled.set(policy, signals);
  return signals;
}

export function isEnabled(signal: SignalDefinition, policy: Policy): boolean {
  return policy.signals[signal.id]?.enabled !== false;
}

/** The policy has the last word on what a signal is allowed to do, and what the circumstances change comes before its rule. */
export function signalOf(
  definition: SignalDefinition,
  finding: Finding,
  at: Instant,
  eventId: Signal['eventId'],
  policy: Policy,
): Signal {
  const { id, name, family } = definition;
  const group = finding.group ?? definition.group;
  const basis = finding.basis ?? definition.basis;
  const authority = policy.signals[id]?.authority ?? finding.authority ?? definition.authority;
  const { bits, key, evidence } = finding;
  return {
    id,
    name,
    family,
    group,
    authority,
    basis,
    bits,
    key,
    at,
    eventId,
    lastAt: at,
    evidence,
    // Said later, of some: so all have one form.
    holder: undefined,
    sessions: undefined,
  };
}

/** What is weighed now: a use, or somebody's word. */
interface Cause extends Pick<Assessment, 'at' | 'eventId' | 'session'> {
  /** All that speaks about whoever did it. */
  readonly about: readonly Signal[];
  /** One of `Signal.sessions`; null for all but a role's use. */
  readonly ofSession: string | null;
  readonly isWorkload: () => boolean;
}

function weigh(
  credential: Credential,
  dossier: Dossier,
  policy: Policy,
  { at, eventId, session, about: signals, ofSession, isWorkload }: Cause,
  { kin, activeDays, isKnown }: Measure,
): Assessment {
  const weight = score(signals, at);
  // Without a signal nobody asks what kind it is.
  const kind = signals.length === 0 ? '' : kindOf(credential, dossier.declared);
  const rollout = rolloutAmong(signals, dossier, kind, at);
  const hearing = { isKnown, isByKin: kin !== null, ofSession, rollout: rollout.signals, isWorkload };
  const { verdict, quorum, hard, mayContain, isBesideItsWork } = judgeFairly(weight, signals, hearing, policy, at);
  // Nobody answers an assessment without a signal.
  const established = signals.length === 0 ? [] : establishedNetworks(dossier, at);
  const isSpecial = hard || kin !== null || !isKnown;
  const moment = { class: classOf(credential), at, activeDays, bits: weight.bits, isSpecial };
  const { closed, longDoubt } = follow(dossier.course, moment, dossier.experience.all);
  if (closed !== null) countDay(dossier.experience, closed);
  // No day by itself may be worth a word, all of them together are.
  const said = verdict === 'benign' && longDoubt !== null ? 'suspicious' : verdict;
  return {
    subject: subjectOf(credential),
    credential,
    session: session?.startsWith('ASIA') === true ? session : null,
    ofSession,
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
    longDoubt,
    siblings: rollout.siblings,
    establishedNetworks: established,
    stakes: verdict === 'compromised' ? stakesOf(credential, dossier, established, at) : null,
    activeDays,
    purpose: null,
    rotation: credential.kind === 'secret' ? { secret: credential.id, unlessSince: null } : null,
    ...(dossier.declared?.revocation != null && { revocation: dossier.declared.revocation }),
    policyVersion: policy.version,
  };
}

export function familiesOf(signals: readonly Signal[]): Family[] {
  const families: Family[] = [];
  for (const { family } of signals) if (!families.includes(family)) families.push(family);
  sortFew(families, (a, b) => (a < b ? -1 : 1));
  return families;
}

/** Those of a credential and of whom it belongs to. */
export function establishedNetworks(
  { baseline, principalBaseline, personBaseline }: RecordedContext,
  at: Instant,
): string[] {
  const baselines = [baseline, principalBaseline, personBaseline].filter((one) => one !== null);
  return settledNetworks(baselines, at);
}

/** Those that any of them was seen in on days enough before that of `at`. */
export function settledNetworks(baselines: readonly Baseline[], at: Instant): string[] {
  const day = dayOf(at);
  const networks: string[] = [];
  for (const baseline of baselines) {
    for (const network of settledBefore(baseline, 'network', day)) {
      if (!networks.includes(network)) networks.push(network);
    }
  }
  // What is left of a long name names no network any more.
  return networks.filter((network) => !isShortened(network));
}

/** Takes a use into all baselines that it may teach. */
export function learnFrom(lesson: Lesson, dossier: RecordedContext, trust: Trust): void {
  const { baseline, principalBaseline, personBaseline, kinBaseline, accountBaseline } = dossier;
  learnInAll([baseline, principalBaseline, personBaseline], [kinBaseline, accountBaseline], lesson, trust);
}
