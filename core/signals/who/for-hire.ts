import { isAttackDistribution } from '../../context/client.ts';
import type { Baseline } from '../../context/habits/baseline.ts';
import { activeDaysBefore, knownDays } from '../../context/habits/familiarity.ts';
import type { Network, NetworkKind } from '../../context/recorded-context.ts';
import { isSettled, isTelling, type Observation, ordinaryInAccount, trustedDays } from '../observation.ts';
import { isAtNewPlace } from './place.ts';

/** Kinds of network that hide who uses them. */
export type HidingKind = Extract<NetworkKind, 'hosting' | 'vpn' | 'tor'>;

const hidingKinds: ReadonlySet<NetworkKind> = new Set<HidingKind>(['hosting', 'vpn', 'tor']);

/** Whether anybody can rent a place on the network within minutes. Not where the house's own people are often found. */
export function isRented(network: Network): network is Network & { readonly kind: HidingKind } {
  return hidingKinds.has(network.kind) && network.frequented !== true;
}

/** At a place that anybody can rent, and that is new to it. */
export function isAtRentedPlace(observation: Observation): boolean {
  const { network } = observation;
  return network !== null && isRented(network) && isAtNewPlace(observation);
}

/** At a place that anybody can rent: on such a network, or on a cloud's machine in a country where the account has nothing. */
export function isForHire(observation: Observation): boolean {
  const { network } = observation;
  if (network === null) return false;
  if (isRented(network)) return !isOfTheHouse(observation, network);
  return (
    network.kind === 'cloud' && network.country !== null && !ordinaryInAccount(observation, 'country', network.country)
  );
}

/**
 * Whether it or its account was in the country before it came to this network. Visits make a place known, but nobody at home in its country.
 */
export function wasInCountryBefore(observation: Observation, { id, country }: Network): boolean {
  const { context, day } = observation;
  if (country === null) return false;
  const since = knownDays(context.baseline, 'network', id, day).firstDay ?? day;
  const wasThere = (habits: Baseline) => (knownDays(habits, 'country', country, day).firstDay ?? day) < since;
  if (wasThere(context.baseline)) return true;
  const { accountBaseline } = context;
  return accountBaseline !== null && wasThere(accountBaseline) && ordinaryInAccount(observation, 'country', country);
}

/** Whether the account is used to this network. A house's gateway may stand in a rented network, but none stands in Tor. */
export function isOfTheHouse(observation: Observation, { id, kind }: Network): boolean {
  return kind !== 'tor' && ordinaryInAccount(observation, 'network', id);
}

/**
 * A young credential began at a place of its own, and is now at work at one that anybody can rent. It takes no habits to tell the two
 * apart.
 */
export function isRentedBeside(observation: Observation): boolean {
  const { network, habits, day } = observation;
  if (network === null || !isRented(network) || isSettled(observation) || !isTelling(observation)) return false;
  if (activeDaysBefore(habits, day) === 0) return false;
  return !knownDays(habits, 'networkKind', network.kind, day).ever;
}

/** A young credential in Tor. It takes no habits to see that nobody honest begins there: Tor is only good for hiding. */
export function isHiddenFromTheFirst(observation: Observation): boolean {
  const { network } = observation;
  if (network?.kind !== 'tor' || isSettled(observation)) return false;
  return trustedDays(observation, 'networkKind', network.kind) === 0;
}

/** A young credential that began with ordinary tools is driven, days later, from a system made for breaking in. */
export function isArmedBeside(observation: Observation): boolean {
  const { client, habits, day } = observation;
  if (!isAttackDistribution(client) || isSettled(observation) || activeDaysBefore(habits, day) === 0) return false;
  return !knownDays(habits, 'client', client, day).ever;
}
