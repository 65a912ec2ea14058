import { programOf } from '../../context/client.ts';
import { isHabit, knownDays } from '../../context/habits/familiarity.ts';
import { isWayOut, type Network, type NetworkKind } from '../../context/recorded-context.ts';
import { type Beside, besideOf, originOf, type SessionPlace } from '../../context/session-record.ts';
import { lineOf } from '../../context/sighting.ts';
import { addressOf } from '../../intake/credential-use.ts';
import { minute } from '../../model/instant.ts';
import { isForHire, isRented } from '../for-hire.ts';
import { tacticOf } from '../grave-actions.ts';
import { isTelling, type Observation, trustedDays } from '../observation.ts';
import { isCloudShell } from '../place.ts';
import type { Finding, UseSignal } from '../signal.ts';
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
    'One session is used from two networks: it was copied, or its holder moved. Who moves does not go to and fro within minutes.',
  attack: ['T1550.001'],
  falsePositives: [
    'A laptop goes from one network to the next, or switches a VPN on.',
    'A person takes the session along to a server of their own, abroad, and works on there with another program.',
    'A new VPN takes some programs and leaves others, so that one session is at both places all day.',
  ],
  judge(observation) {
    const { use, network, context, nature } = observation;
    if (network === null || context.session === null) return null;
    const origin = originOf(context.session, network, use.at);
    if (origin === null) return null;
    if (origin.network.id === network.id || (origin.network.aws && network.aws)) {
      return movedInsideAws(observation, origin);
    }
    // A service that leaves the endpoint out of its record writes the private address behind it.
    if (isBehindEndpoints(origin.network, network)) return null;
    if (trustedDays(observation, 'network', network.id) > 0) return null;
    // People switch the house's own way out on and off.
    if (nature === 'person' && network.house === true) return null;
    // Of two places on the first day on record neither is the new one: people have a desk and a home, and machines' houses two lines.
    const rented = isRented(network) && isTelling(observation);
    if (observation.activeDays === 0 && (nature === 'person' ? !rented : isSecondLine(observation, origin.network)))
      return null;
    const apart = Math.round((use.at - origin.firstAt) / minute);
    const turns = turnsTaken(observation);
    const abroad = isAbroad(observation, origin.network, network);
    const evidence =
      turns === null
        ? `One session, first at ${placeWords(origin.network)}, ${apart} minutes later at ${placeWords(network)}`
        : `One session, at ${placeWords(turns.network)} and at ${placeWords(network)} in turn, ${turns.times} times within the hour`;
    // A person’s session does move, and may come out of a VPN; nobody’s honest session moves into Tor.
    if (nature === 'person' && network.kind !== 'tor') {
      // A VPN is switched on; nobody's desk goes over to a rented server.
      const server = isServerForHire(observation);
      const moved = isOnTheWay(observation, abroad)
        ? onTheWay
        : (abroad ? 7 : 4) + (server ? 4 : isRented(network) ? 2 : 0);
      const copied = use.console && !isCloudShell(observation) && isOtherSystem(observation);
      // Two machines at work at once, one of them at a place for hire, are in two hands.
      const doubled = turns !== null && rented && isOtherSystem(observation) && isOtherProgram(observation);
      const bits = Math.max(moved, turns === null ? 0 : inTwoHands, copied || doubled ? onOtherMachine : 0);
      // Where people are they move to and fro, and switch VPNs on; that it went on at a server abroad, which is nobody's desk, needs no habits to be
      // told, and at any place that anybody can rent none but the account's.
      return {
        bits,
        key: network.id,
        evidence,
        basis: (server && abroad) || (isTelling(observation) && (server || rented)) ? 'fact' : 'habit',
        // What leaves the desk for somebody's server and goes on there on another machine was copied. Keys are taken along to a server near
        // by, too, which a browser's session is not.
        ...((copied || doubled || (server && (abroad || use.console) && isOnOtherMachine(observation))) && {
          authority: 'pin',
        }),
      };
    }
    const isCopied = network.kind === 'tor' || isFromItsPlace(observation, origin.network);
    return {
      bits: network.kind === 'tor' || hasLeftAws(observation, origin.network) ? enoughAlone : 9,
      key: network.id,
      evidence,
      authority: isCopied ? 'pin' : 'corroborate',
    };
  },
};

/** What may be one house's, which lets its machines out by either; for work, which may take a secret. */
function isSecondLine({ use, network }: Observation, first: Network): boolean {
  if (network === null || !desks.has(first.kind) || !desks.has(network.kind)) return false;
  const tactic = tacticOf(use);
  return first.country === network.country && (tactic === null || tactic === 'credential-access');
}

/**
 * What is stolen is taken from where it belongs. A session that began at a place as new as the next is whoever began it, with two ways out: that the first is
 * new says S09.
 */
function isFromItsPlace(observation: Observation, { id }: Network): boolean {
  return observation.activeDays === 0 || trustedDays(observation, 'network', id) > 0;
}

/** What runs in AWS, where it ran on days before, does not go on elsewhere: its session did. A house's own ways out let machines out, too. */
function hasLeftAws(observation: Observation, from: Network): boolean {
  const { network } = observation;
  if (network === null || network.aws || !from.aws || isWayOut(network)) return false;
  return trustedDays(observation, 'network', from.id) > 0;
}

const enoughAlone = 12;

/** A browser's session stays in its browser, and that on its machine: elsewhere on a system that its owner never had it was copied. */
const onOtherMachine = 9;

/** A witness, and no more: a line that fails, or one program beside the VPN, takes turns as well. */
const inTwoHands = 6;
/** A VPN that is switched on, off and on again comes to two. */
const leastTurns = 3;

/** Who moves does not go to and fro within minutes: two do, each at a place of their own. The house's ways out are switched on and off. */
function turnsTaken({ network, context, use }: Observation): Beside | null {
  if (network === null || context.session === null || isWayOut(network)) return null;
  const beside = besideOf(context.session, use, network);
  return beside === null || beside.times < leastTurns || isWayOut(beside.network) ? null : beside;
}

/** Less than a witness: it is what people's sessions do, and a thief may have a place beside theirs. */
const onTheWay = 2;

/**
 * People go to and fro where the house's go, and from a desk to a telephone or home, with the program that they had. A place that is news to
 * them says so by itself (S09 and S10).
 */
function isOnTheWay(observation: Observation, abroad: boolean): boolean {
  const { network } = observation;
  if (network === null) return false;
  return isWayOut(network) || (!abroad && desks.has(network.kind) && !isOtherProgram(observation));
}

const desks: ReadonlySet<NetworkKind> = new Set(['isp', 'corp']);

/**
 * Whoever comes out of a VPN may be anywhere, so that it says nothing of a journey where it is switched off in a country of theirs, or comes out
 * elsewhere.
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
 * A server that anybody can have: on a network of such, or a machine of AWS in a country where the account has nothing. What else
 * stands in a cloud may be a gateway that people are let out by.
 */
function isServerForHire(observation: Observation): boolean {
  const { network } = observation;
  if (network?.kind === 'hosting') return isRented(network);
  return network?.aws === true && isForHire(observation) && !isCloudShell(observation);
}

function isOnOtherMachine(observation: Observation): boolean {
  return isOtherProgram(observation) || isOtherSystem(observation);
}

/** Of what never said where it runs, no system is another. */
function isOtherSystem({ use, habits, kin, day }: Observation): boolean {
  const { system } = programOf(use);
  if (system === null) return false;
  const known = [habits, kin].filter((one) => one !== null);
  return (
    known.some((one) => one.tables.system.entries.size > 0) &&
    !known.some((one) => knownDays(one, 'system', system, day).ever)
  );
}

/** It came with the day, and may have been its own all along. */
function isSystemOfToday({ use, context }: Observation): boolean {
  const { system } = programOf(use);
  return system !== null && context.baseline.tables.system.entries.get(system) !== undefined;
}

function isOtherProgram({ client, habits, kin, day }: Observation): boolean {
  return ![habits, kin].some((known) => known !== null && knownDays(known, 'client', client, day).ever);
}

/**
 * An instance has one way out at a time. One that never had another, beside one that nobody else in the account came by: its gateway was
 * replaced under it, or the session runs on a neighbour's machine. A witness, and no more. Where each has an address of its own, it may be given
 * another after its start.
 */
function hasAnotherWayOut({ use, network, context, day }: Observation, origin: SessionPlace): boolean {
  const line = lineOf(use, network);
  const { baseline, accountBaseline } = context;
  if (line === null || origin.address === null || accountBaseline === null) return false;
  if (!isHabit(baseline, 'address', origin.address, day)) return false;
  return ![baseline, accountBaseline].some((known) => knownDays(known, 'address', line, day).ever);
}

/** An instance does not travel: its session at a second AWS address in another country runs on another machine. */
function movedInsideAws(observation: Observation, origin: SessionPlace): Finding | null {
  const { use, network } = observation;
  const address = addressOf(use);
  if (use.issuedTo?.kind !== 'instance' || network?.aws !== true || use.vpcEndpointId !== null) return null;
  if (origin.address === null || address === null || origin.address === address) return null;
  const evidence = `The session of ${use.issuedTo.id}, first at ${origin.address}, is used from ${address}, ${placeWords(network)}`;
  if (network.country === origin.network.country) {
    if (!hasAnotherWayOut(observation, origin)) return null;
    // A gateway is replaced; the system of an instance is not.
    if (isOtherSystem(observation) && !isSystemOfToday(observation))
      return { bits: 10, key: address, evidence, authority: 'pin' };
    return { bits: 5, key: address, evidence, basis: 'habit' };
  }
  if (origin.network.kind !== 'endpoint') return { bits: 10, key: address, evidence, authority: 'pin' };
  // A house may send what leaves it out in another country, day by day.
  if (network.country === null || trustedDays(observation, 'country', network.country) > 0) return null;
  return { bits: 8, key: address, evidence };
}
