import { isAttackDistribution } from '../context/client.ts';
import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { childAstray } from '../signals/anomalous/child-astray.ts';
import { childTakenBack } from '../signals/anomalous/child-taken-back.ts';
import { dataDestruction } from '../signals/anomalous/data-destruction.ts';
import { lockedAway } from '../signals/anomalous/locked-away.ts';
import { newAddress } from '../signals/anomalous/new-address.ts';
import { newClient } from '../signals/anomalous/new-client.ts';
import { newCountry } from '../signals/anomalous/new-country.ts';
import { newNetwork } from '../signals/anomalous/new-network.ts';
import { offHours } from '../signals/anomalous/off-hours.ts';
import { otherSystem } from '../signals/anomalous/other-system.ts';
import { secretsSweep } from '../signals/anomalous/secrets-sweep.ts';
import { allSignals, idsOf } from '../signals/registry.ts';
import type { Group, Signal } from '../signals/signal.ts';
import { whoBesideDeed } from '../signals/signal.ts';
import { stepsWindow } from '../signals/what/steps.ts';
import type { Contribution, Score } from './assessment.ts';
import { score, weightOf } from './score.ts';

/**
 * An honest change alters what a credential does (a deploy) or where and by whom it is used (a move), seldom both at
 * once; a thief alters both. So learned evidence needs a witness of each sort before anything is disturbed.
 */
export const whoGroups: ReadonlySet<Group> = new Set(['context', 'origin', 'client', 'identity', 'lifecycle']);
export const whatGroups: ReadonlySet<Group> = new Set(['scope', 'action', 'intent', 'volume']);

/** A signal that may only be told of never helps to disturb anybody, whatever stands beside it. */
export function mayBearWitness({ authority }: Signal): boolean {
  return authority !== 'notify';
}

/** The signals that may do more than be told of; `all` itself where every one may. */
export function bearingWitness(all: readonly Signal[], rollout: readonly Signal[], policy: Policy): readonly Signal[] {
  const isBeside = besideAllThatWasDone(all, policy);
  const bears = (signal: Signal) => mayBearWitness(signal) && !rollout.includes(signal) && !isBeside(signal);
  return all.every(bears) ? all : all.filter(bears);
}

/**
 * New surroundings that were only seen before anything was done, or only after all of it: they do not speak against whoever did it, since a
 * thief is at the strange place when he acts, while a person has a look by phone at noon, works at the desk in the afternoon, and is on the way
 * home in the evening. Machines do not travel, nobody comes by a place for hire on the way, and nobody is at the desk an hour after being in
 * another country. What was done counts with the bits that it had then, however far it has faded since.
 */
function besideAllThatWasDone(all: readonly Signal[], { thresholds }: Policy): (signal: Signal) => boolean {
  const done = all.filter(
    (signal) => whatGroups.has(signal.group) && mayBearWitness(signal) && signal.bits >= thresholds.quorumBits,
  );
  const begin = Math.min(...done.map(({ at }) => at));
  const end = Math.max(...done.map(({ lastAt }) => lastAt));
  // What a session did that it opened from there tells nothing of where the opener is.
  if (done.length === 0 || done.some(({ id }) => ofSessions.has(id))) return () => false;
  return (signal) => (isOnTheWay(signal) && signal.at > end) || wasLeftBefore(begin, signal);
}

/** New surroundings that a person may have come by on the way. */
function isOnTheWay({ id, onTheWay }: Signal): boolean {
  return onTheWay === true && newSurroundings.has(id);
}

/** Whether a person may have come by them on the way, and was not seen there any more by then. Nobody comes by another country. */
export function wasLeftBefore(then: Instant, signal: Signal): boolean {
  return isOnTheWay(signal) && signal.lastAt < then && signal.id !== newCountry.id;
}

/** Of what was done in sessions that the credential opened. */
export const ofSessions = idsOf(childAstray, childTakenBack);

const newSurroundings = idsOf(newNetwork, newCountry, newAddress, newClient, otherSystem);

/**
 * The contributions that are strong enough to count as witnesses. Beside a deed, a weaker hint of other hands is enough. Beside a mere
 * look around (a new service, a listing, many different calls) it is not: honest people do that at three in the morning.
 */
export function witnessesIn({ contributions }: Score, policy: Policy): readonly Contribution[] {
  const { quorumBits } = policy.thresholds;
  const least = leastWho(hasDeed(contributions, policy), policy);
  return contributions.filter(({ group, bits }) => bits >= (whoGroups.has(group) ? least : quorumBits));
}

/** The fewest bits for a witness about who it is: fewer beside a deed than beside looks. */
function leastWho(isBesideDeed: boolean, { thresholds: { quorumBits } }: Policy): number {
  return isBesideDeed ? Math.min(whoBesideDeed, quorumBits) : quorumBits;
}

function hasDeed(contributions: readonly Contribution[], { thresholds }: Policy): boolean {
  return contributions.some(({ signal, bits }) => isDeed(signal) && bits >= thresholds.quorumBits);
}

export function isWitness(signal: Signal, policy: Policy, at: Instant): boolean {
  return mayBearWitness(signal) && weightOf(signal, at) >= policy.thresholds.quorumBits;
}

export function isDeed(signal: Signal): boolean {
  return deeds.has(signal.id);
}

const deeds = idsOf(...allSignals.filter((one) => one.isDeed));

/** Whether it is about a number of calls, where other signals of its group are about a single one. */
export function isCounted({ id }: Signal): boolean {
  return counted.has(id);
}

const counted = idsOf(secretsSweep, dataDestruction, lockedAway);

/**
 * Whether there are witnesses of both sorts, or so many about who it is that no single honest change explains them all. Any program can
 * claim any name, so where another program is all that there is about who, it takes three witnesses about what, a deed among them, and the
 * score that switching off takes: an upgrade does not look around and hand out rights.
 */
export function agree(
  witnesses: readonly Contribution[],
  signals: readonly Signal[],
  policy: Policy,
  at: Instant,
): boolean {
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
 * Whether the two sorts of witnesses speak of the same hours. Over two days, honest changes often enough alter both who and what. A thief is
 * at the strange place when he acts, so the place is seen again with the deed. Some evidence about who lasts longer: see `lasting`.
 */
function areOfOneTime(signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  const { quorumBits } = policy.thresholds;
  const what = signals.filter((signal) => whatGroups.has(signal.group) && weightOf(signal, at) >= quorumBits);
  const least = leastWho(what.some(isDeed), policy);
  return signals.some(
    (who) =>
      whoGroups.has(who.group) &&
      !isOnlyAnotherProgram(who) &&
      weightOf(who, at) >= least &&
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

/** What somebody outside or the owner said, and that a key woke up: true for longer than a few hours. */
const lasting: ReadonlySet<Group> = new Set(['context', 'lifecycle']);

/** Time from the end of one to the beginning of the other; negative where they overlap. */
export function apart(a: Signal, b: Signal): number {
  return Math.max(a.at, b.at) - Math.min(a.lastAt, b.lastAt);
}

/**
 * Whether all that it says is that another program is in use. That is no witness by itself: a program can claim any name, and people whose
 * duties change pick up other tools. A program that the owner's declaration rules out, or an attack tool, is one.
 */
export function isOnlyAnotherProgram({ group, basis, key }: Signal): boolean {
  return group === 'client' && basis === 'habit' && !isAttackDistribution(key);
}

/**
 * Whether several half-sure witnesses about who it is make up a sure one, where the score is well beyond what containment takes: another
 * network and another program are other hands, though neither proves it alone. The hour of day does not count: whoever is woken at night
 * does unusual work, from another line. Only the last few hours do: what was done at the desk last night says nothing about who comes from
 * elsewhere today.
 */
export function agreeTogether(signals: readonly Signal[], policy: Policy, at: Instant): boolean {
  const { contain, disable, quorumBits } = policy.thresholds;
  const ofNow = signals.filter(({ lastAt }) => at - lastAt <= stepsWindow);
  const { value, contributions } = score(ofNow, at);
  if (value < (contain + disable) / 2) return false;
  const who = contributions.filter(({ group, signal }) => whoGroups.has(group) && signal.id !== offHours.id);
  const hands = who.filter(({ signal }) => !isOnlyAnotherProgram(signal));
  const program = bitsOf(who.filter(({ signal }) => isOnlyAnotherProgram(signal)));
  // Another program is believed as far as other evidence says that the hands are others. The next address of one's own line says no such thing.
  const others = bitsOf(hands.filter(({ signal }) => signal.id !== newAddress.id));
  const what = contributions.filter(({ group }) => whatGroups.has(group));
  const least = leastWho(hasDeed(contributions, policy), policy);
  return bitsOf(hands) + Math.min(others, program) >= least && bitsOf(what) >= quorumBits;
}

function bitsOf(contributions: readonly Contribution[]): number {
  return contributions.reduce((sum, { bits }) => sum + bits, 0);
}
