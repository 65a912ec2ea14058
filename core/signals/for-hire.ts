import { isAttackDistribution } from '../context/client.ts';
import { activeDaysBefore, knownDays } from '../context/habits/familiarity.ts';
import type { Network, NetworkKind } from '../context/recorded-context.ts';
import { isSettled, isTelling, type Observation, ordinaryInAccount, trustedDays } from './observation.ts';
import { isAtNewPlace } from './place.ts';

/** Kinds of network that hide who uses them. */
export type HidingKind = Extract<NetworkKind, 'hosting' | 'vpn' | 'tor'>;

export function hides(kind: NetworkKind): kind is HidingKind {
  return hidingKinds.has(kind);
}

const hidingKinds: ReadonlySet<NetworkKind> = new Set<HidingKind>(['hosting', 'vpn', 'tor']);

/** Anybody can have a place on such a network within minutes; where the house's people have theirs, one of them is no news. */
export function isRented({ kind, frequented }: Network): boolean {
  return hides(kind) && frequented !== true;
}

/** At a place that anybody can have and that is new to it. */
export function isAtRentedPlace(observation: Observation): boolean {
  const { network } = observation;
  return network !== null && isRented(network) && isAtNewPlace(observation);
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

/** A gateway of a house may stand in a rented network; none stands in Tor. */
export function isOfTheHouse(observation: Observation, { id, kind }: Network): boolean {
  return kind !== 'tor' && ordinaryInAccount(observation, 'network', id);
}

/**
 * A young credential that began at a place of its own is at work at one that anybody can have. It takes no habits to see that
 * the two are not alike.
 */
export function isRentedBeside(observation: Observation): boolean {
  const { network, habits, day } = observation;
  if (network === null || !isRented(network) || isSettled(observation) || !isTelling(observation)) return false;
  if (activeDaysBefore(habits, day) === 0) return false;
  return !knownDays(habits, 'networkKind', network.kind, day).ever;
}

/** Nobody’s first day is in Tor, whose only use is to be nobody: it takes no habits to see that. */
export function isHiddenFromTheFirst(observation: Observation): boolean {
  const { network } = observation;
  if (network?.kind !== 'tor' || isSettled(observation)) return false;
  return trustedDays(observation, 'networkKind', network.kind) === 0;
}

/** Nobody begins with tools of their own and goes on, days later, from a system made for breaking in. */
export function isArmedBeside(observation: Observation): boolean {
  const { client, habits, day } = observation;
  if (!isAttackDistribution(client) || isSettled(observation) || activeDaysBefore(habits, day) === 0) return false;
  return !knownDays(habits, 'client', client, day).ever;
}

/**
 * A young credential that is in other hands by what a record shows, and not by its habits: at a place that anybody can have, in Tor,
 * or driven from a system made for breaking in, which it did not begin with. What is done there takes no habits to be told.
 */
export function isInOtherHandsWhileYoung(observation: Observation): boolean {
  return isRentedBeside(observation) || isHiddenFromTheFirst(observation) || isArmedBeside(observation);
}
