import { isAttackDistribution } from '../../context/client.ts';
import { activeDaysBefore, knownDays } from '../../context/habits/familiarity.ts';
import type { Network, NetworkKind } from '../../context/recorded-context.ts';
import { isOfDesks } from '../desk.ts';
import {
  clearNews,
  isBorrowed,
  isClearNews,
  isSettled,
  isTelling,
  type Observation,
  ordinaryInAccount,
  surpriseOf,
  trustedDays,
} from '../observation.ts';
import type { Finding, UseSignal } from '../signal.ts';
import { silenceOf } from '../silence.ts';
import { placeWords } from '../words.ts';
import { isAtNewPlace, networkSurprise } from './new-network.ts';

/**
 * Bits on top of the new network itself. And at least so many: even where networks change daily, the first of a kind that hides its
 * users is news by itself.
 */
const hiding: Partial<Record<NetworkKind, { readonly more: number; readonly first: number }>> = {
  hosting: { more: 2, first: 4 },
  vpn: { more: 2, first: 3.5 },
  tor: { more: 4, first: 6 },
};

export const rentedNetwork: UseSignal = {
  judges: 'use',
  hears: ['network'],
  id: 'S11',
  name: 'rented-network',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The new network is one that hides who uses it: hosting, a VPN provider or Tor.',
  attack: ['T1090.002', 'T1090.003'],
  falsePositives: ['A developer switches a commercial VPN on.', 'A job moves to a rented server.'],
  judge(observation) {
    const { network } = observation;
    if (network === null) return null;
    const bitsOf = hiding[network.kind];
    if (bitsOf === undefined || trustedDays(observation, 'network', network.id) > 0) return null;
    if (!isRented(network) || isOfTheHouse(observation, network)) return null;
    const byKind = surpriseOf(observation, 'networkKind', network.kind);
    const { more } = bitsOf;
    const least = byKind > 2 ? bitsOf.first : 0;
    const hidden = isHiddenFromTheFirst(observation);
    const beside = isRentedBeside(observation) || hidden;
    const bits = Math.max(networkSurprise(observation) + more, least, hidden ? leastHidden : beside ? clearNews : 0);
    if ((observation.activeDays === 0 && !hidden) || bits <= more) return null;
    const { client, nature } = observation;
    // A machine that is moved keeps its program, or its provider, and what slept for months wakes up at home: otherwise
    // these are other hands. Nor does anybody’s own laptop become one made for breaking in on a rented server.
    const otherProgram = nature !== 'person' && isClearNews(observation, 'client', client);
    const woken = observation.context.baseline.lastDay === 0 && silenceOf(observation.context, observation.use.at) > 30;
    const armed = isAttackDistribution(client) && trustedDays(observation, 'client', client) === 0;
    const inTor = network.kind === 'tor' && observation.activeDays > 0;
    const otherHands = woken || armed || inTor || (bits >= 8 && otherProgram);
    return {
      bits: otherHands ? Math.max(bits, 12) : bits,
      key: network.id,
      evidence: `${placeWords(network)} is a ${kindWords[network.kind] ?? network.kind} network, and new to this credential${otherProgram ? `, as is ${client}` : ''}`,
      authority: otherHands ? 'pin' : 'corroborate',
      basis: beside ? 'fact' : 'habit',
    };
  },
};

/** Anybody can have a place on such a network within minutes; where the house's people have theirs, one of them is no news. */
export function isRented({ kind, frequented }: Network): boolean {
  return kind in hiding && frequented !== true;
}

/** At a place that anybody can have and that is new to it. */
export function isAtRentedPlace(observation: Observation): boolean {
  const { network } = observation;
  return network !== null && isRented(network) && isAtNewPlace(observation);
}

/**
 * A young credential that began at a place of its own is at work at one that anybody can have. It takes no habits to see that
 * the two are not alike.
 */
function isRentedBeside(observation: Observation): boolean {
  const { network, habits, day } = observation;
  if (network === null || !isRented(network) || isSettled(observation) || !isTelling(observation)) return false;
  if (activeDaysBefore(habits, day) === 0) return false;
  return !knownDays(habits, 'networkKind', network.kind, day).ever;
}

/**
 * A young credential that is in other hands by what a record shows, and not by its habits: at a place that anybody can have, in Tor,
 * or driven from a system made for breaking in, which it did not begin with. What is done there takes no habits to be told.
 */
export function isInOtherHandsWhileYoung(observation: Observation): boolean {
  return isRentedBeside(observation) || isHiddenFromTheFirst(observation) || isArmedBeside(observation);
}

/** Nobody begins with tools of their own and goes on, days later, from a system made for breaking in. */
export function isArmedBeside(observation: Observation): boolean {
  const { client, habits, day } = observation;
  if (!isAttackDistribution(client) || isSettled(observation) || activeDaysBefore(habits, day) === 0) return false;
  return !knownDays(habits, 'client', client, day).ever;
}

/** Nobody’s first day is in Tor, whose only use is to be nobody: it takes no habits to see that. */
function isHiddenFromTheFirst(observation: Observation): boolean {
  const { network } = observation;
  if (network?.kind !== 'tor' || isSettled(observation)) return false;
  return trustedDays(observation, 'networkKind', network.kind) === 0;
}

const leastHidden = 6;

/** A gateway of a house may stand in a rented network; none stands in Tor. */
function isOfTheHouse(observation: Observation, { id, kind }: Network): boolean {
  return kind !== 'tor' && ordinaryInAccount(observation, 'network', id);
}

/** Where anybody can have a place: on such a network, or on a machine of a cloud in a country where the account has nothing. */
export function isForHire(observation: Observation): boolean {
  const { network } = observation;
  if (network === null) return false;
  if (isRented(network)) return !isOfTheHouse(observation, network);
  return (
    network.kind === 'cloud' && network.country !== null && !ordinaryInAccount(observation, 'country', network.country)
  );
}

/**
 * People take on other work, in other services and regions, and a new desk often comes with it. What tells a thief from them is
 * what is asked for and done there; but nobody's new desk is a place for hire, or a system made for breaking in.
 */
export function isNewDuty(observation: Observation): boolean {
  const { nature, client } = observation;
  return nature === 'person' && !isAttackDistribution(client) && !isForHire(observation);
}

/** People go home from work, and on journeys, with what they have and by lines that people have; machines stay where they are. */
export function mayBeOnTheWay(observation: Observation): boolean {
  const { network } = observation;
  return network !== null && isOfDesks(network.kind) && isNewDuty(observation);
}

/** What new duties bring is half the news, and no witness. Nor is what the neighbours of a sleeper never did: it may be its own work. */
export function asDuty(observation: Observation, bits: number): Pick<Finding, 'bits' | 'authority'> {
  if (isNewDuty(observation)) return { bits: bits / 2, authority: 'notify' };
  return { bits, authority: isBorrowed(observation) && !isForHire(observation) ? 'notify' : 'corroborate' };
}

const kindWords: Partial<Record<NetworkKind, string>> = { hosting: 'hosting', vpn: 'VPN', tor: 'Tor' };
