import { countryOf } from '../../context/aws-regions.ts';
import { hasMovedTo, knownDays, settledBefore } from '../../context/habits/familiarity.ts';
import { saysCloudShell } from '../../context/place.ts';
import type { Network, NetworkKind } from '../../context/recorded-context.ts';
import { askedIn, lineOf } from '../../context/sighting.ts';
import { isPersonsRole } from '../../model/credential.ts';
import { clearNews, type Observation, ordinaryInAccount, recordFor, surpriseOf } from '../observation.ts';

/**
 * Bits by which the network is news. Its country and its kind are signals of their own, and add to this. A network that the neighbours live
 * on is half the news, unless anybody could rent a place on it.
 */
export function networkSurprise(observation: Observation): number {
  const { network } = observation;
  if (network === null) return 0;
  const bits = surpriseOf(observation, 'network', network.id);
  if (bits === 0) return 0;
  const most = mostAt(observation, network);
  if (most !== null) return Math.min(most, bits / 2);
  return isHalfNews(observation, network) ? bits / 2 : bits;
}

/** The most bits where honest people and machines come to be for a reason; null elsewhere. */
function mostAt(observation: Observation, network: Network): number | null {
  if (network.house === true && !isAmongPeople(observation)) return mostOfHouse;
  if (isMovedTo(observation, network.id)) return mostOfMove;
  if (isGatewayOfPeople(observation)) return mostOfGateway;
  return network.frequented === true ? mostOfFrequented : null;
}

function isHalfNews(observation: Observation, network: Network): boolean {
  // An endpoint of the account can only be reached from inside it.
  if (network.kind === 'endpoint' || isCloudShell(observation) || isRegionMove(observation)) return true;
  const isShared = !rentable.has(network.kind) && ordinaryInAccount(observation, 'network', network.id);
  return isShared && !isAmongPeople(observation) && !isOnPeoplesLine(observation);
}

/** Neighbours at a provider are people at home, each on a line of their own; a machine that moves to its house's line finds others there. */
function isOnPeoplesLine(observation: Observation): boolean {
  const { use, network, nature } = observation;
  const line = lineOf(use, network);
  if (nature === 'person' || network?.kind !== 'isp' || line === null) return false;
  return !ordinaryInAccount(observation, 'address', line);
}

/** Only people open the console, and so its terminal. */
export function isCloudShell({ use, network, nature }: Observation): boolean {
  return nature === 'person' && saysCloudShell(use, network);
}

/** At a network that is clearly news. */
export function isAtNewPlace(observation: Observation): boolean {
  return networkSurprise(observation) >= clearNews;
}

/** The most bits at the house's own way out: anybody of the house may be there. */
export const mostOfHouse = 1.5;
/** Where many of the house come by a provider's changing addresses, a thief's may be among them: a little more, though still no witness. */
const mostOfFrequented = 2;

/** A machine that works every day has moved when it did its day's work here yesterday and was silent at all of its places. */
function isMovedTo(observation: Observation, network: string): boolean {
  if (observation.nature === 'person') return false;
  return hasMovedTo(recordFor(observation, 'network').habits, 'network', network, observation.day, leastWork);
}

/** Different calls that are made every day: a thief's first two, as a key test and a list, may be all of a small job's work. */
const leastWork = 3;

/** No witness, beside a deed or without. */
const mostOfMove = 1.5;

/** The gateway of a security service: a company moves its people to it one after the other, and leaves its machines where they are. */
function isGatewayOfPeople({ network, nature }: Observation): boolean {
  return network?.kind === 'gateway' && nature === 'person';
}

/** Too few to count as other hands, even together with another program. */
const mostOfGateway = 1;

/** A machine that was only ever where machines are is now where people are. */
export function isAmongPeople(observation: Observation): boolean {
  const { network, nature } = observation;
  if (nature === 'person' || network === null || !(ofPeople.has(network.kind) || network.house === true)) return false;
  return surpriseOf(observation, 'networkKind', network.kind) > 2;
}

const ofPeople: ReadonlySet<string> = new Set(['isp', 'gateway'] satisfies NetworkKind[]);

/**
 * A workload in AWS calls from a new place in AWS, and to the Region of that place, which is as new: one move, not two pieces of news. Only
 * for sessions of roles, which machines are given where they run; a key can be carried there.
 */
export function isRegionMove(observation: Observation): boolean {
  const { use, network, day, context } = observation;
  if (use.credential.kind !== 'role' || isCarriedAlong(observation) || network?.aws !== true) return false;
  const inRegion = network.kind === 'endpoint' || network.country === countryOf(use.region);
  const known = (table: 'network' | 'region', value: string) =>
    knownDays(context.baseline, table, value, day).trusted > 0;
  const isKnownRegion = [use.region, askedIn(use.region)].some((region) => known('region', region));
  return inRegion && !isKnownRegion && !known('network', network.id);
}

/**
 * People take their sessions along from desk to desk. A session that is driven by hand but only ever ran on machines of AWS, such as a
 * notebook, moves with its machine.
 */
function isCarriedAlong({ use, nature, day, context }: Observation): boolean {
  if (nature !== 'person') return false;
  const parent = context.session?.parent ?? null;
  if (use.console || isPersonsRole(use.credential) || parent?.federation !== undefined || parent?.person !== undefined)
    return true;
  const kinds = settledBefore(context.baseline, 'networkKind', day);
  return kinds.length === 0 || !kinds.every((kind) => insideAws.has(kind));
}

const insideAws: ReadonlySet<string> = new Set(['cloud', 'endpoint', 'private'] satisfies NetworkKind[]);

const rentable = new Set(['cloud', 'hosting', 'vpn', 'tor', 'unknown']);
