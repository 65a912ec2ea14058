import { isAttackDistribution } from '../context/client.ts';
import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { childAstray } from '../signals/anomalous/child-astray.ts';
import { childTakenBack } from '../signals/anomalous/child-taken-back.ts';
import { credentialAccess } from '../signals/anomalous/credential-access.ts';
import { dataDestruction, ruinBits } from '../signals/anomalous/data-destruction.ts';
import { defenceImpairment, lastStrawBits } from '../signals/anomalous/defence-impairment.ts';
import { dormant } from '../signals/anomalous/dormant.ts';
import { graveSequence, mostByNumber } from '../signals/anomalous/grave-sequence.ts';
import { lockedAway } from '../signals/anomalous/locked-away.ts';
import { masterRole } from '../signals/anomalous/master-role.ts';
import { newAction } from '../signals/anomalous/new-action.ts';
import { newAddress } from '../signals/anomalous/new-address.ts';
import { newClient } from '../signals/anomalous/new-client.ts';
import { newCountry } from '../signals/anomalous/new-country.ts';
import { newNetwork } from '../signals/anomalous/new-network.ts';
import { newRegion } from '../signals/anomalous/new-region.ts';
import { newRole } from '../signals/anomalous/new-role.ts';
import { newService } from '../signals/anomalous/new-service.ts';
import { offHours } from '../signals/anomalous/off-hours.ts';
import { otherSystem } from '../signals/anomalous/other-system.ts';
import { persistence } from '../signals/anomalous/persistence.ts';
import { privilegeEscalation, setsToWork } from '../signals/anomalous/privilege-escalation.ts';
import { rateBurst } from '../signals/anomalous/rate-burst.ts';
import { secretsSweep } from '../signals/anomalous/secrets-sweep.ts';
import { serviceSprawl } from '../signals/anomalous/service-sprawl.ts';
import { shareOutside } from '../signals/anomalous/share-outside.ts';
import { whoBesideDeed } from '../signals/observation.ts';
import { allSignals, idsOf } from '../signals/registry.ts';
import type { Group, Signal } from '../signals/signal.ts';
import { stepsWindow } from '../signals/steps.ts';
import type { Contribution, Judgement, Score, Verdict } from './assessment.ts';
import { signalsOfSession } from './evidence.ts';
import { score, weightOf } from './score.ts';

/**
 * An honest change alters what a credential does (a deploy) or where and by whom it is used (a move), seldom both at
 * once; a thief alters both. So learned evidence needs a witness of each sort before anything is disturbed.
 */
export const whoGroups: ReadonlySet<Group> = new Set(['context', 'origin', 'client', 'identity', 'lifecycle']);
export const whatGroups: ReadonlySet<Group> = new Set(['scope', 'action', 'intent', 'volume']);

/** Bits below which a signal that may act alone has faded too far to do so. */
const leastHardBits = 10;
const leastPinBits = 5;

export interface Hearing {
  /** As `Measure.isKnown`. */
  readonly isKnown: boolean;
  readonly isByKin: boolean;
  /** As `Assessment.ofSession`. */
  readonly ofSession: string | null;
  /**
   * Those of the signals that many siblings show at once. They are told, but bear no witness: whoever is to be disturbed must have given
   * another reason.
   */
  readonly rollout: readonly Signal[];
  /** Of these, what so many siblings were told of that it is worth no word more. */
  readonly oldNews: readonly Signal[];
  readonly isWorkload: () => boolean;
  /** As `Assessment.mayBeOnTheWay`. */
  readonly mayBeOnTheWay: () => boolean;
}

export function judge(
  told: Score,
  all: readonly Signal[],
  { isKnown, rollout, oldNews, isWorkload, mayBeOnTheWay }: Omit<Hearing, 'isByKin' | 'ofSession'>,
  policy: Policy,
  at: Instant,
): Judgement {
  const { thresholds } = policy;
  const signals = bearingWitness(all, rollout, mayBeOnTheWay, policy);
  const weight = signals === all ? told : score(signals, at);
  const witnesses = witnessesIn(weight, policy);
  const hard = signals.some((signal) => signal.authority === 'hard' && weightOf(signal, at) >= leastHardBits);
  // While habits are young, only the owner's word and the bare facts bear witness.
  const solid = isKnown ? signals : signals.filter(({ basis }) => basis !== 'habit');
  const isWitnessed =
    hard ||
    agree(isKnown ? witnesses : witnessesIn(score(solid, at), policy), solid, policy, at) ||
    (isKnown && agreeTogether(atOnce(weight, signals, at), policy)) ||
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

/** The signals that may do more than be told; the very list where all may. */
export function bearingWitness(
  all: readonly Signal[],
  rollout: readonly Signal[],
  mayBeOnTheWay: () => boolean,
  policy: Policy,
): readonly Signal[] {
  const isLater = laterThanAll(all, mayBeOnTheWay, policy);
  const bears = (signal: Signal) => mayBearWitness(signal) && !rollout.includes(signal) && !isLater(signal);
  return all.every(bears) ? all : all.filter(bears);
}

/**
 * Where and by what somebody went on after all was done: a thief is there when he does it. Who works at the desk in the afternoon is on the way
 * home in the evening; no machine is, nor who comes by a place for hire. What was done counts as it was then, however far it has faded.
 */
function laterThanAll(
  all: readonly Signal[],
  mayBeOnTheWay: () => boolean,
  { thresholds }: Policy,
): (signal: Signal) => boolean {
  const done = all.filter(
    (signal) => whatGroups.has(signal.group) && mayBearWitness(signal) && signal.bits >= thresholds.quorumBits,
  );
  const end = Math.max(...done.map(({ lastAt }) => lastAt));
  const isLater = ({ id, at }: Signal) => newSurroundings.has(id) && at > end;
  return done.length > 0 && all.some(isLater) && mayBeOnTheWay() ? isLater : () => false;
}

const newSurroundings = idsOf(newNetwork, newCountry, newAddress, newClient, otherSystem);

/**
 * Whoever has a machine in hand at its own place shows nothing of who they are. A workload changes with its releases, a duty at a time, which
 * looks for what there is, reads its secrets and works on it; what comes to so much, with deeds of two kinds in two services, a way in, up
 * or out among them, is nobody's next release; nor is what sets something to work for it, in three, or what only ruins, in more than one
 * errand of cleaning up or of saving has to do with, or first takes away every way back.
 */
function isOtherWork({ value }: Score, signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  const { contain, disable } = policy.thresholds;
  if (signals.some((signal) => isRuin(signal) && isWitness(signal, policy, at))) return true;
  if (isReachingUp(signals, policy, at)) return true;
  // Where it looks around every day, nothing but the deeds adds up.
  const isPlan = signals.some(({ id, bits }) => id === graveSequence.id && bits >= mostByNumber);
  if (value < (isPlan ? (contain + disable) / 2 : disable)) return false;
  const deeds = singleDeeds(signals, policy, at);
  const services = new Set(deeds.map((deed) => callOf(deed).split(':')[0]));
  const kinds = new Set(deeds.map(({ id }) => id));
  if (services.size < 2 || kinds.size < 2) return false;
  return deeds.some(isWayIn) || services.size >= (deeds.some(({ id }) => ways.has(id)) ? 3 : servicesOfRuin);
}

/** What never took on a role tries the one that holds everything, and looks around or reads what it never did: no release does both. */
function isReachingUp(signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  if (!signals.some((signal) => signal.id === masterRole.id && isWitness(signal, policy, at))) return false;
  return signals.some(
    (signal) =>
      whatGroups.has(signal.group) &&
      !ofRelease.has(signal.id) &&
      mayBearWitness(signal) &&
      weightOf(signal, at) >= whoBesideDeed,
  );
}

/** What a release takes a role on for is new with it: a service or several, a Region, a secret of its own; and it does more in an hour. */
const ofRelease = idsOf(
  ...[masterRole, newRole, newService, newAction, serviceSprawl],
  ...[newRegion, credentialAccess, rateBurst],
);

const servicesOfRuin = 5;

function isRuin({ id, bits }: Signal): boolean {
  return id === dataDestruction.id && bits >= ruinBits;
}

/** The calls that somebody did something by for the first time, deleting again and again among them; without reading secrets, which any release may. */
export function callsIn(signals: readonly Signal[], policy: Policy, at: Instant): readonly string[] {
  const isAgain = (signal: Signal) => signal.id === dataDestruction.id && isWitness(signal, policy, at);
  return [...singleDeeds(signals, policy, at), ...signals.filter(isAgain)].map(callOf);
}

function callOf({ id, key }: Signal): string {
  return id === masterRole.id ? 'sts:AssumeRole' : key;
}

/** What is one call, and no count of calls or steps. */
function singleDeeds(signals: readonly Signal[], policy: Policy, at: Instant): readonly Signal[] {
  return signals.filter(
    (signal) =>
      signal.group === 'action' &&
      isDeed(signal) &&
      !counted.has(signal.id) &&
      signal.id !== credentialAccess.id &&
      isWitness(signal, policy, at),
  );
}

function isWitness(signal: Signal, policy: Policy, at: Instant): boolean {
  return mayBearWitness(signal) && weightOf(signal, at) >= policy.thresholds.quorumBits;
}

/** Into the account, up or out of it; not what only sets something of the account's own to work, for nobody outside. */
export function isWayIn({ id, key, basis }: Signal): boolean {
  return ways.has(id) && (basis === 'fact' || !setsToWork(key));
}

const ways = idsOf(persistence, privilegeEscalation, shareOutside, masterRole);

/** What may only be told disturbs nobody, whatever it stands beside. */
export function mayBearWitness({ authority }: Signal): boolean {
  return authority !== 'notify';
}

/** Its kind may witness against a young credential, but not make it talked about like one with habits of its own. */
function unlessBorrowed(judgement: Judgement, isByKin: boolean): Judgement {
  const isTalk = isByKin && !judgement.mayContain && judgement.verdict === 'suspicious';
  return isTalk ? { ...judgement, verdict: 'insufficient-data' } : judgement;
}

/**
 * What other sessions of a role did says nothing of who is in this one, which is disturbed for what it did itself. A thief who opens
 * one after the other is a stranger in each, and there all of it is held against him.
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
  // A workload has many sessions side by side, and is bound in all of them alike.
  if (!judgement.mayContain || judgement.isBesideItsWork || ofSession === null) return judgement;
  const own = signalsOfSession(all, ofSession);
  const isStrange = own.some((signal) => whoGroups.has(signal.group) && weightOf(signal, at) >= whoBesideDeed);
  if (isStrange) return judgement;
  const alone = judge(score(own, at), own, hearing, policy, at);
  if (alone.hard || alone.verdict === 'compromised') return judgement;
  const verdict = judgement.verdict === 'compromised' ? 'suspicious' : judgement.verdict;
  return { ...judgement, verdict, hard: false, mayContain: false };
}

/**
 * Witnesses of both sorts; or so many of one that no single honest change explains them all. A program names itself, so that beside another one it
 * takes three of what, a deed among them, and all that switching off does: an upgrade does not look around and hand out rights.
 */
function agree(witnesses: readonly Contribution[], signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  const { quorumGroups, disable } = policy.thresholds;
  if (witnesses.length < quorumGroups) return false;
  const who = witnesses.filter((witness) => whoGroups.has(witness.group));
  const what = witnesses.filter((witness) => whatGroups.has(witness.group));
  if (who.length >= 3) return true;
  if (who.length === 0 || what.length === 0) return false;
  return who.every(({ signal }) => isOnlyAnotherProgram(signal))
    ? what.length >= 3 && what.some(({ signal }) => isDeed(signal)) && score(signals, at).value >= disable
    : areOfOneTime(signals, policy, at);
}

/**
 * An honest change alters who or what, seldom both at once; on two days it alters both often enough. A thief is there when he does
 * it, so that what is strange about the place is seen again with the deed. What was said from outside, and that a key woke
 * up, holds for longer.
 */
function areOfOneTime(signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  const { quorumBits } = policy.thresholds;
  const what = signals.filter((signal) => whatGroups.has(signal.group) && weightOf(signal, at) >= quorumBits);
  const leastWho = leastWhoBeside(what.some(isDeed), quorumBits);
  return signals.some(
    (who) =>
      whoGroups.has(who.group) &&
      !isOnlyAnotherProgram(who) &&
      weightOf(who, at) >= leastWho &&
      (lasting.has(who.group) || what.some((one) => apart(who, one) <= stepsWindow)),
  );
}

/** Whether a witness of this group can still agree with one that comes now. */
export function isStillPresent(group: Group, signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  if (lasting.has(group)) return true;
  return signals.some(
    (signal) =>
      signal.group === group &&
      at - signal.lastAt <= stepsWindow &&
      weightOf(signal, at) >= policy.thresholds.quorumBits,
  );
}

const lasting: ReadonlySet<Group> = new Set(['context', 'lifecycle']);

/** From the end of the one to the beginning of the other; negative where they overlap. */
export function apart(a: Signal, b: Signal): number {
  return Math.max(a.at, b.at) - Math.min(a.lastAt, b.lastAt);
}

/**
 * The program names itself, and whoever changes duties changes tools, so it is no witness by itself. One that the owner did
 * not declare, or that breaks in for a living, is.
 */
function isOnlyAnotherProgram({ group, basis, key }: Signal): boolean {
  return group === 'client' && basis === 'habit' && !isAttackDistribution(key);
}

/**
 * Half-sure witnesses are believed of the same hours alone: what somebody did last night at the desk says nothing of who comes from
 * elsewhere today, nor does yesterday's other line of who does something new today.
 */
function atOnce(weight: Score, signals: readonly Signal[], at: Instant): Score {
  const isOfNow = ({ lastAt }: Signal) => at - lastAt <= stepsWindow;
  return signals.every(isOfNow) ? weight : score(signals.filter(isOfNow), at);
}

/**
 * Several half-sure witnesses of one sort are as good as one that is sure, where the whole is well beyond what it takes:
 * another network with another program is another hand, though neither says so alone. The hour is no part of it: whoever is
 * woken at night does what is rare, and from another line.
 */
function agreeTogether({ value, contributions }: Score, policy: Policy): boolean {
  const { contain, disable, quorumBits } = policy.thresholds;
  if (value < (contain + disable) / 2) return false;
  const deed = contributions.some(({ signal, bits }) => isDeed(signal) && bits >= quorumBits);
  const sumOf = (groups: ReadonlySet<Group>, isCounted: (signal: Signal) => boolean) =>
    contributions.reduce(
      (sum, { group, bits, signal }) => (groups.has(group) && isCounted(signal) ? sum + bits : sum),
      0,
    );
  const program = sumOf(whoGroups, isOnlyAnotherProgram);
  const isOfWho = (signal: Signal) => !isOnlyAnotherProgram(signal) && signal.id !== offHours.id;
  const who = sumOf(whoGroups, isOfWho);
  // Another program is believed as far as something else says that the hands are others, which the next address of one's own line does not.
  const others = sumOf(whoGroups, (signal) => isOfWho(signal) && signal.id !== newAddress.id);
  const leastWho = leastWhoBeside(deed, quorumBits);
  return who + Math.min(others, program) >= leastWho && sumOf(whatGroups, () => true) >= quorumBits;
}

/**
 * Deeds weigh more than looks: beside a first grave call, less news of who is at work is enough to be heard. What only
 * looks around (a service, a listing, a breadth of calls) is what honest people do at three in the morning.
 */
function witnessesIn(weight: Score, policy: Policy): readonly Contribution[] {
  const { quorumBits } = policy.thresholds;
  const deed = weight.contributions.some(({ signal, bits }) => isDeed(signal) && bits >= quorumBits);
  return weight.contributions.filter(
    ({ group, bits }) => bits >= (whoGroups.has(group) ? leastWhoBeside(deed, quorumBits) : quorumBits),
  );
}

export function isDeed(signal: Signal): boolean {
  return deeds.has(signal.id);
}

const deeds = idsOf(...allSignals.filter((one) => one.isDeed));

/**
 * Bits by which what a credential opens is in doubt with it. What it does for the first time says nothing of who holds it, until there
 * is enough to take it back. What one of its sessions did is held against it, but not by way of it against the others: that would be hearing
 * one witness twice.
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

const ofSessions = idsOf(childAstray, childTakenBack);

/** Bits that a witness about who needs: fewer beside a deed than beside looks. */
function leastWhoBeside(deed: boolean, quorumBits: number): number {
  return deed ? Math.min(whoBesideDeed, quorumBits) : quorumBits;
}

/**
 * What an owner wants to hear of though nothing else speaks: a key that wakes up after a silence that no job has, and a
 * deed that needs no habit to be grave.
 */
export function mustBeTold(signal: Signal, at: Instant): boolean {
  if (signal.id === dormant.id) return signal.authority !== 'notify' && weightOf(signal, at) >= leastAwakeningBits;
  const isGrave = signal.authority === 'pin' || (signal.id === shareOutside.id && mayBearWitness(signal));
  return isGrave && signal.basis === 'fact' && weightOf(signal, at) >= leastFactBits;
}

const leastAwakeningBits = 6;
const leastFactBits = 7;

function verdictOf(worthAWord: boolean, isKnown: boolean, enough: boolean): Verdict {
  if (!worthAWord) return 'benign';
  if (!isKnown) return 'insufficient-data';
  return enough ? 'compromised' : 'suspicious';
}

/**
 * Some signals leave little room for an honest story: a session in two places, an agent outside its purpose, a sweep of
 * secrets. A single grave call of that sort (another user's key, data given to a stranger) needs a
 * second witness, whatever it is about, but for one after which nobody watches any more; any other is not among them, since pipelines grow.
 */
function mayPinAlone(signals: readonly Signal[], witnesses: number, at: Instant): boolean {
  return signals.some(
    (signal) =>
      signal.authority === 'pin' &&
      weightOf(signal, at) >= leastPinBits &&
      (signal.group !== 'action' || counted.has(signal.id) || leavesNobodyWatching(signal) || witnesses >= 2),
  );
}

function leavesNobodyWatching({ id, bits }: Signal): boolean {
  return id === defenceImpairment.id && bits >= lastStrawBits;
}

/** Deeds by number, where the others of their group are single calls. */
const counted = idsOf(secretsSweep, dataDestruction, lockedAway);
