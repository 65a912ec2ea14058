import { isAttackDistribution } from '../context/client.ts';
import type { Instant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
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
import { stepsWindow } from '../signals/steps.ts';
import type { Contribution, Score } from './assessment.ts';
import { score, weightOf } from './score.ts';

/**
 * An honest change alters what a credential does (a deploy) or where and by whom it is used (a move), seldom both at
 * once; a thief alters both. So learned evidence needs a witness of each sort before anything is disturbed.
 */
export const whoGroups: ReadonlySet<Group> = new Set(['context', 'origin', 'client', 'identity', 'lifecycle']);
export const whatGroups: ReadonlySet<Group> = new Set(['scope', 'action', 'intent', 'volume']);

/** What may only be told disturbs nobody, whatever it stands beside. */
export function mayBearWitness({ authority }: Signal): boolean {
  return authority !== 'notify';
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
 * Deeds weigh more than looks: beside a first grave call, less news of who is at work is enough to be heard. What only
 * looks around (a service, a listing, a breadth of calls) is what honest people do at three in the morning.
 */
export function witnessesIn(weight: Score, policy: Policy): readonly Contribution[] {
  const { quorumBits } = policy.thresholds;
  const deed = weight.contributions.some(({ signal, bits }) => isDeed(signal) && bits >= quorumBits);
  return weight.contributions.filter(
    ({ group, bits }) => bits >= (whoGroups.has(group) ? leastWhoBeside(deed, quorumBits) : quorumBits),
  );
}

/** Bits that a witness about who needs: fewer beside a deed than beside looks. */
function leastWhoBeside(deed: boolean, quorumBits: number): number {
  return deed ? Math.min(whoBesideDeed, quorumBits) : quorumBits;
}

export function isWitness(signal: Signal, policy: Policy, at: Instant): boolean {
  return mayBearWitness(signal) && weightOf(signal, at) >= policy.thresholds.quorumBits;
}

export function isDeed(signal: Signal): boolean {
  return deeds.has(signal.id);
}

const deeds = idsOf(...allSignals.filter((one) => one.isDeed));

/** Deeds by number, where the others of their group are single calls. */
export function isCounted({ id }: Signal): boolean {
  return counted.has(id);
}

const counted = idsOf(secretsSweep, dataDestruction, lockedAway);

/**
 * Witnesses of both sorts; or so many of one that no single honest change explains them all. A program names itself, so that beside another one it
 * takes three of what, a deed among them, and all that switching off does: an upgrade does not look around and hand out rights.
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
export function isOnlyAnotherProgram({ group, basis, key }: Signal): boolean {
  return group === 'client' && basis === 'habit' && !isAttackDistribution(key);
}

/**
 * Half-sure witnesses are believed of the same hours alone: what somebody did last night at the desk says nothing of who comes from
 * elsewhere today, nor does yesterday's other line of who does something new today.
 */
export function atOnce(weight: Score, signals: readonly Signal[], at: Instant): Score {
  const isOfNow = ({ lastAt }: Signal) => at - lastAt <= stepsWindow;
  return signals.every(isOfNow) ? weight : score(signals.filter(isOfNow), at);
}

/**
 * Several half-sure witnesses of one sort are as good as one that is sure, where the whole is well beyond what it takes:
 * another network with another program is another hand, though neither says so alone. The hour is no part of it: whoever is
 * woken at night does what is rare, and from another line.
 */
export function agreeTogether({ value, contributions }: Score, policy: Policy): boolean {
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
