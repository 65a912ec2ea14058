import { countryOf } from '../../context/aws-regions.ts';
import { handDriven, isAttackDistribution } from '../../context/client.ts';
import { hasMovedTo, isHabit, knownDays, settledBefore } from '../../context/habits/familiarity.ts';
import type { NetworkKind } from '../../context/recorded-context.ts';
import { askedIn, isPersonByRecord, lineOf } from '../../context/sighting.ts';
import { isPersonsRole } from '../../model/credential.ts';
import { isBuildersTool } from '../builder.ts';
import { clearNews, isSettled, type Observation, ordinaryInAccount, recordFor, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { whoBesideDeed } from '../signal.ts';
import { newsWords, placeWords } from '../words.ts';

export const newNetwork: UseSignal = {
  judges: 'use',
  hears: ['network'],
  id: 'S09',
  name: 'new-network',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential is used from a network that it was not used from before.',
  attack: ['T1078.004'],
  falsePositives: ['A workload or an office moves to another provider or egress.', 'A person works from a new place.'],
  judge(observation) {
    const { network } = observation;
    if (network === null) return null;
    const bits = networkSurprise(observation);
    if (bits <= 0) return null;
    return {
      // The sort of place is news of its own.
      bits: isAmongPeople(observation) ? bits + 2 : bits,
      key: network.id,
      evidence: newsWords(observation, 'network', network.id, `use from ${placeWords(network)}`),
    };
  },
};

/**
 * Bits for the network alone, which the country and the kind of network add to.
 * A network that the neighbours live on is half the news, unless anyone could rent a place on it.
 */
export function networkSurprise(observation: Observation): number {
  const { network } = observation;
  if (network === null) return 0;
  const bits = surpriseOf(observation, 'network', network.id);
  if (bits === 0) return 0;
  const shared = !rentable.has(network.kind) && ordinaryInAccount(observation, 'network', network.id);
  // An endpoint of the account is a door that opens from within alone.
  const isInside = network.kind === 'endpoint' || isCloudShell(observation) || isRegionMove(observation);
  if (network.house === true && !isAmongPeople(observation)) return Math.min(mostOfHouse, bits / 2);
  if (isGatewayOfPeople(observation)) return Math.min(mostOfGateway, bits / 2);
  if (network.frequented === true) return Math.min(mostOfFrequented, bits / 2);
  const half = (shared && !isAmongPeople(observation)) || isInside;
  return half ? bits / 2 : bits;
}

/** At a place that is clearly news. */
export function isAtNewPlace(observation: Observation): boolean {
  return networkSurprise(observation) >= clearNews;
}

/** At the house's own way out everybody of it may be: nobody is away from home there. */
export const mostOfHouse = 1.5;
/** Where many of the house come by a provider's changing addresses, a thief's may be the next: more, though no witness. */
const mostOfFrequented = 2;

/** A company's security service lets its people out, whom it moves there one after the other; machines it leaves where they are. */
function isGatewayOfPeople({ network, nature }: Observation): boolean {
  return network?.kind === 'gateway' && nature === 'person';
}

/** Beside another program, too, it makes no other hands. */
const mostOfGateway = 1;

/** A machine that never left the places of machines is not at home where its account's people are. */
export function isAmongPeople(observation: Observation): boolean {
  const { network, nature } = observation;
  if (nature === 'person' || network === null || !(ofPeople.has(network.kind) || network.house === true)) return false;
  return surpriseOf(observation, 'networkKind', network.kind) > 2;
}

const ofPeople: ReadonlySet<string> = new Set(['isp', 'gateway'] satisfies NetworkKind[]);

/**
 * A workload of AWS calls from a new place in AWS the region in which that place stands, and which is as new: one move. Only
 * for the sessions of roles, which machines are given where they run; a key can be carried there.
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
 * People take their sessions along from desk to desk. What they drive by hand on machines of AWS alone, such as a notebook, moves with
 * the machine.
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

/** At its own place, with its own program, one to build with, or one that a person takes up there: a pipeline that rewrites everything, and staff who chase a thief, do much for the first time. */
export function isAtHome(observation: Observation): boolean {
  const { nature, client } = observation;
  if (nature === 'agent' || networkSurprise(observation) > 1.5) return false;
  if (isBuildersTool(client) || surpriseOf(observation, 'client', client) <= 1) return true;
  return nature === 'person' && handDriven.includes(client) && isOnOwnLine(observation);
}

/** Somebody by the record, and known for what they do. */
export function isPersonAtHome(observation: Observation): boolean {
  const { use, context } = observation;
  return isPersonByRecord(use, context.session) && isSettled(observation) && isAtHome(observation);
}

/** At home, and by a line that is none of another's there. */
export function isAtDesk(observation: Observation): boolean {
  return isAtHome(observation) && isOnUsualLine(observation);
}

/** Where it always is, whatever it is done with, unless that breaks in for a living. */
export function isInItsPlace(observation: Observation): boolean {
  const { client, network } = observation;
  if (network === null || !isSettled(observation) || isAttackDistribution(client)) return false;
  return isHabit(observation.habits, 'network', network.id, observation.day) && isOnUsualLine(observation);
}

function isOnUsualLine(observation: Observation): boolean {
  return (lineSurprise(observation) ?? 0) <= mostOfUsualLine;
}

/** By a line that shows, and is hardly news. */
export function isOnOwnLine(observation: Observation): boolean {
  const surprise = lineSurprise(observation);
  return surprise !== null && surprise < whoBesideDeed;
}

const mostOfUsualLine = 1.5;

/** Bits by which its line is news; null where none shows. What works every day and was silent at all of its lines yesterday has moved. */
export function lineSurprise(observation: Observation): number | null {
  const { use, network, nature, day } = observation;
  const line = lineOf(use, network);
  if (line === null) return null;
  const news = surpriseOf(observation, 'address', line);
  if (news === 0 || nature === 'person') return news;
  const isMove = hasMovedTo(recordFor(observation, 'address').habits, 'address', line, day);
  return isMove ? Math.min(mostOfUsualLine, news / 2) : news;
}

/** The console's own terminal runs inside AWS and on the console's session, never on a long-lived key. */
export function isCloudShell({ use, network }: Observation): boolean {
  // The console leaves the key out now and then, but not the session.
  return network?.aws === true && use.session !== null && /CloudShell/.test(use.userAgent ?? '');
}

const rentable = new Set(['cloud', 'hosting', 'vpn', 'tor', 'unknown']);
