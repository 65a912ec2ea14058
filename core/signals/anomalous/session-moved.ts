import { programOf } from '../../context/client.ts';
import { isHabit, knownDays } from '../../context/habits/familiarity.ts';
import { isWayOut, type Network, type NetworkKind } from '../../context/recorded-context.ts';
import { type Beside, besideOf, originOf, type SessionPlace } from '../../context/sessions/session-record.ts';
import { lineOf } from '../../context/sighting.ts';
import { addressOf } from '../../intake/credential-use.ts';
import { minute } from '../../model/instant.ts';
import { tacticOf } from '../grave-actions.ts';
import { isClearNews, isSettled, isTelling, type Observation, trustedDays } from '../observation.ts';
import type { Finding, UseSignal, Weighed } from '../signal.ts';
import { isForHire, isRented } from '../who/for-hire.ts';
import { isOfJob } from '../who/nature.ts';
import { isCloudShell } from '../who/place.ts';
import { placeWords } from '../words.ts';

export const sessionMoved: UseSignal = {
  judges: 'use',
  hears: ['second place'],
  id: 'S08',
  name: 'session-moved',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'fact',
  sentence:
    'One session is used from two networks: it was copied, or its holder moved; alternating within minutes points to two holders.',
  attack: ['T1550.001'],
  falsePositives: [
    'A laptop moves from one network to another, or its VPN is switched on.',
    'A person continues the session on a server of their own abroad, with another program.',
    'A person copies the session to a second computer at another place, and works there with another program.',
    'A new VPN carries some programs and not others, so one session is used from both places all day.',
    'Machines leave AWS by another Region for the first time, because their usual way out has failed.',
  ],
  judge(observation) {
    const { use, network, context, nature } = observation;
    if (network === null || context.session === null) return null;
    const origin = originOf(context.session, network, use.at);
    if (origin === null) return null;
    const from = origin.network;
    if (from.id === network.id || (from.aws && network.aws)) return movedInsideAws(observation, origin);
    if (isNoMove(observation, from, network)) return null;
    const apart = Math.round((use.at - origin.firstAt) / minute);
    const turns = turnsTaken(observation);
    const isOfPerson = nature === 'person' && network.kind !== 'tor';
    return {
      ...(isOfPerson ? movedByPerson(observation, from, network, turns) : carriedOff(observation, from, network)),
      key: network.id,
      evidence:
        turns === null
          ? `One session, first at ${placeWords(from)}, then ${apart} minutes later at ${placeWords(network)}`
          : `One session alternates between ${placeWords(turns.network)} and ${placeWords(network)}, ${turns.times} times within the hour`,
    };
  },
};

/** Why a second network may say nothing. */
function isNoMove(observation: Observation, from: Network, to: Network): boolean {
  const isPerson = observation.nature === 'person';
  // A service that leaves the endpoint out of its record writes the private address behind it.
  if (isBehindEndpoints(from, to)) return true;
  if (isOfOneHouse(from, to)) return true;
  if (trustedDays(observation, 'network', to.id) > 0) return true;
  // People switch the house's own way out on and off.
  if (isPerson && to.house === true) return true;
  // Of two places on the first day on record neither is the new one: people have a desk and a home, and machines' houses two lines.
  if (observation.activeDays > 0) return false;
  return isPerson ? !isOddlyRented(observation, to) : isSecondLine(observation, from);
}

/** Two addresses that the owner declared for one house: its gateways share the work, and no session stays with one of them. */
function isOfOneHouse(a: Network, b: Network): boolean {
  const isDeclared = [a, b].every(({ kind, house }) => kind === 'corp' && house !== true);
  return isDeclared && a.organisation !== null && a.organisation === b.organisation && a.country === b.country;
}

/** At a rented place that is odd even without habits on record. */
function isOddlyRented(observation: Observation, network: Network): boolean {
  return isRented(network) && isTelling(observation);
}

/** A person's session does move, and may come out of a VPN. But nobody's desk goes over to a rented server. */
function movedByPerson(observation: Observation, from: Network, to: Network, turns: Beside | null): Weighed {
  const abroad = isAbroad(observation, from, to);
  const server = isServerForHire(observation);
  const rented = isOddlyRented(observation, to);
  const copied =
    isCopiedFromBrowser(observation) ||
    isCopiedToDesk(observation, to) ||
    (rented && turns !== null && isInTwoHands(observation));
  const moved = isOnTheWay(observation, abroad) ? onTheWay : (abroad ? 7 : 4) + (server ? 4 : isRented(to) ? 2 : 0);
  // A server abroad is nobody's desk, so that no habits are needed to tell of it; at any other rented place the account's are.
  const isFact = rented || (server && (abroad || isTelling(observation)));
  return {
    bits: Math.max(moved, turns === null ? 0 : inTwoHands, copied ? onOtherMachine : 0),
    basis: isFact ? 'fact' : 'habit',
    ...((copied || (server && isCopiedToServer(observation, abroad))) && { authority: 'pin' }),
  };
}

/** A browser's session stays in its browser, and that on its machine: on a system that its owner never had it was copied. */
function isCopiedFromBrowser(observation: Observation): boolean {
  return observation.use.console && !isCloudShell(observation) && isOtherSystem(observation);
}

/** At another desk, a program that is clearly news runs on a system that is as new: a laptop that is carried along brings its own. */
function isCopiedToDesk(observation: Observation, { kind }: Network): boolean {
  const { system } = programOf(observation.use);
  if (system === null || !desks.has(kind)) return false;
  return isClearNews(observation, 'system', system) && isClearNews(observation, 'client', observation.client);
}

/** Two machines that take turns, one of them at a rented place, are in two hands. */
function isInTwoHands(observation: Observation): boolean {
  return isOtherSystem(observation) && isOtherProgram(observation);
}

/** What goes on at a rented server on another machine was copied. Keys are taken along to a server near by, too; a browser's session is not. */
function isCopiedToServer(observation: Observation, abroad: boolean): boolean {
  return (abroad || observation.use.console) && (isOtherProgram(observation) || isOtherSystem(observation));
}

/** A machine's session does not move, a job's not to a server that anybody can rent, and nobody's honest session moves into Tor. */
function carriedOff(observation: Observation, from: Network, to: Network): Weighed {
  const isIntoTor = to.kind === 'tor';
  const isJob = isOfJob(observation.context.session?.parent?.federation);
  const isCertain = isIntoTor || hasLeftAws(observation, from) || (isJob && isRented(to));
  return {
    bits: isCertain ? enoughAlone : 9,
    authority: isIntoTor || isFromItsPlace(observation, from) ? 'pin' : 'corroborate',
  };
}

/** Both may be lines of one house, which lets its machines out by either. Only for work, which may take a secret. */
function isSecondLine({ use, network }: Observation, first: Network): boolean {
  if (network === null || !desks.has(first.kind) || !desks.has(network.kind)) return false;
  const tactic = tacticOf(use);
  return first.country === network.country && (tactic === null || tactic === 'credential-access');
}

/**
 * What is stolen is taken from where it belongs. A session that began at a new place, too, may still be its beginner's, by two ways out; that
 * the first is new, S09 tells.
 */
function isFromItsPlace(observation: Observation, { id }: Network): boolean {
  return observation.activeDays === 0 || trustedDays(observation, 'network', id) > 0;
}

/** What has run in AWS for days does not go on elsewhere: its session was carried off. But a house's own ways out let machines out, too. */
function hasLeftAws(observation: Observation, from: Network): boolean {
  const { network } = observation;
  if (network === null || network.aws || !from.aws || isWayOut(network)) return false;
  return trustedDays(observation, 'network', from.id) > 0;
}

const enoughAlone = 12;

/** For a session that was copied to another machine. */
const onOtherMachine = 9;

/** A witness, and no more: a line that fails, or one program beside the VPN, takes turns as well. */
const inTwoHands = 6;
/** A VPN that is switched on, off and on again comes to two. */
const leastTurns = 3;

/** Nobody moves to and fro within minutes: it is two, each at a place of their own. But the house's ways out are switched on and off. */
function turnsTaken({ network, context, use }: Observation): Beside | null {
  if (network === null || context.session === null || isWayOut(network)) return null;
  const beside = besideOf(context.session, use, network);
  return beside === null || beside.times < leastTurns || isWayOut(beside.network) ? null : beside;
}

/** Less than a witness: people's sessions do that, although a thief may have a place beside theirs. */
const onTheWay = 2;

/**
 * People go to and fro between the house's ways out, and from a desk to a telephone or home, with the program that they had, and open the
 * console's terminal. That a place is news to them, S09 and S10 tell.
 */
function isOnTheWay(observation: Observation, abroad: boolean): boolean {
  const { network } = observation;
  if (network === null) return false;
  if (isWayOut(network) || isCloudShell(observation)) return true;
  return !abroad && desks.has(network.kind) && !isOtherProgram(observation);
}

const desks: ReadonlySet<NetworkKind> = new Set(['isp', 'corp']);

/**
 * Behind a VPN people may be anywhere, so that it is no journey to switch it off in a country of theirs, or to have it come out elsewhere.
 */
function isAbroad(observation: Observation, from: Network, to: Network): boolean {
  if (isWayOut(from) || isWayOut(to) || from.country === null || to.country === null) return false;
  if (from.country === to.country) return false;
  return from.kind !== 'vpn' || (to.kind !== 'vpn' && trustedDays(observation, 'country', to.country) === 0);
}

function isBehindEndpoints(a: Network, b: Network): boolean {
  return [a, b].every(({ kind }) => kind === 'endpoint' || kind === 'private') && a.kind !== b.kind;
}

/**
 * A server that anybody can rent: at a hosting provider, or a machine of AWS in a country where the account has nothing. What else
 * stands in a cloud may be a gateway that lets people out.
 */
function isServerForHire(observation: Observation): boolean {
  const { network } = observation;
  if (network?.kind === 'hosting') return isRented(network);
  return network?.aws === true && isForHire(observation) && !isCloudShell(observation);
}

/** Where no system is on record, none is another. */
function isOtherSystem({ use, habits, kin, day }: Observation): boolean {
  const { system } = programOf(use);
  if (system === null) return false;
  const known = [habits, kin].filter((one) => one !== null);
  return (
    known.some((one) => one.tables.system.entries.size > 0) &&
    !known.some((one) => knownDays(one, 'system', system, day).ever)
  );
}

/** A system that was first seen today may have been its own all along. */
function isSystemOfToday({ use, context }: Observation): boolean {
  const { system } = programOf(use);
  return system !== null && context.baseline.tables.system.entries.get(system) !== undefined;
}

function isOtherProgram({ client, habits, kin, day }: Observation): boolean {
  return ![habits, kin].some((known) => known !== null && knownDays(known, 'client', client, day).ever);
}

/**
 * An instance has one way out at a time. If it always had the same, and now has one that nobody of the account came by, its gateway was
 * replaced or its session runs on another machine: a witness, and no more. Without an address by habit, it may just have been given another
 * after its start.
 */
function hasAnotherWayOut({ use, network, context, day }: Observation, origin: SessionPlace): boolean {
  const line = lineOf(use, network);
  const { baseline, accountBaseline } = context;
  if (line === null || origin.address === null || accountBaseline === null) return false;
  if (!isHabit(baseline, 'address', origin.address, day)) return false;
  return ![baseline, accountBaseline].some((known) => knownDays(known, 'address', line, day).ever);
}

/**
 * A program on machines of AWS goes on in a country where it never was. What a service does for it from there has its own name. Not where a
 * house's ways out in AWS may be, nor what hands drive.
 */
function isInAnotherCountry(observation: Observation, from: Network): boolean {
  const { network, nature } = observation;
  if (nature === 'person' || !isSettled(observation) || network === null || network.country === null) return false;
  if (
    from.kind === 'endpoint' ||
    from.country === null ||
    from.country === network.country ||
    isWayOut(network) ||
    isWayOut(from)
  )
    return false;
  const wasThere = trustedDays(observation, 'country', network.country) > 0;
  return !wasThere && trustedDays(observation, 'network', from.id) > 0;
}

/** No machine travels: its session at a second AWS address in another country runs on another machine. */
function movedInsideAws(observation: Observation, origin: SessionPlace): Finding | null {
  const { use, network } = observation;
  const address = addressOf(use);
  if (network?.aws !== true || use.vpcEndpointId !== null) return null;
  if (origin.address === null || address === null || origin.address === address) return null;
  const whose = use.issuedTo === null ? 'One session' : `The session of ${use.issuedTo.id}`;
  const evidence = `${whose}, first at ${origin.address}, is used from ${address}, ${placeWords(network)}`;
  if (isInAnotherCountry(observation, origin.network)) {
    return { bits: enoughAlone, key: address, evidence, authority: 'pin' };
  }
  if (use.issuedTo?.kind !== 'instance') return null;
  if (network.country === origin.network.country) {
    if (!hasAnotherWayOut(observation, origin)) return null;
    // A gateway is replaced; the system of an instance is not.
    if (isOtherSystem(observation) && !isSystemOfToday(observation))
      return { bits: 10, key: address, evidence, authority: 'pin' };
    return { bits: 5, key: address, evidence, basis: 'habit' };
  }
  if (origin.network.kind !== 'endpoint') return { bits: 10, key: address, evidence, authority: 'pin' };
  // A house may send its calls out in another country day by day.
  if (network.country === null || trustedDays(observation, 'country', network.country) > 0) return null;
  return { bits: 8, key: address, evidence };
}
