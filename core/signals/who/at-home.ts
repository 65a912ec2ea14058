import { handDriven, isAttackDistribution } from '../../context/client.ts';
import { hasMovedTo, isHabit } from '../../context/habits/familiarity.ts';
import { isPersonByRecord, lineOf } from '../../context/sighting.ts';
import { isSettled, type Observation, recordFor, surpriseOf } from '../observation.ts';
import { whoBesideDeed } from '../signal.ts';
import { isBuildersTool } from './builder.ts';
import { networkSurprise } from './place.ts';

/**
 * At its own place, with its own program, a builder's, or one that a person takes up there. Honest people do much that is new in this
 * way: a pipeline rewrites everything, staff chase a thief.
 */
export function isAtHome(observation: Observation): boolean {
  const { nature, client } = observation;
  if (nature === 'agent' || networkSurprise(observation) > 1.5) return false;
  if (isBuildersTool(client) || surpriseOf(observation, 'client', client) <= 1) return true;
  return nature === 'person' && handDriven.includes(client) && isOnOwnLine(observation);
}

/** A person by the record, with known habits, at home. */
export function isPersonAtHome(observation: Observation): boolean {
  const { use, context } = observation;
  return isPersonByRecord(use, context.session) && isSettled(observation) && isAtHome(observation);
}

/** At home, and on the usual line. */
export function isAtDesk(observation: Observation): boolean {
  return isAtHome(observation) && isOnUsualLine(observation);
}

/** Where it always is, with any program that is not an attack tool. */
export function isInItsPlace(observation: Observation): boolean {
  const { client, network } = observation;
  if (network === null || !isSettled(observation) || isAttackDistribution(client)) return false;
  return isHabit(observation.habits, 'network', network.id, observation.day) && isOnUsualLine(observation);
}

function isOnUsualLine(observation: Observation): boolean {
  return (lineSurprise(observation) ?? 0) <= mostOfUsualLine;
}

/** Its line is on record, and is hardly news. */
export function isOnOwnLine(observation: Observation): boolean {
  const surprise = lineSurprise(observation);
  return surprise !== null && surprise < whoBesideDeed;
}

const mostOfUsualLine = 1.5;

/** Bits by which its line is news; null where the record shows no line. Less for a machine that has left all of its lines for this one: it has moved. */
export function lineSurprise(observation: Observation): number | null {
  const { use, network, nature, day } = observation;
  const line = lineOf(use, network);
  if (line === null) return null;
  const news = surpriseOf(observation, 'address', line);
  if (news === 0 || nature === 'person') return news;
  const isMove = hasMovedTo(recordFor(observation, 'address').habits, 'address', line, day);
  return isMove ? Math.min(mostOfUsualLine, news / 2) : news;
}
