import { programOf } from '../../context/client.ts';
import { isKnownWell } from '../../context/habits/familiarity.ts';
import { isClearNews, isSettled, type Observation } from '../observation.ts';
import { isArmedBeside, isAtRentedPlace, isHiddenFromTheFirst, isRentedBeside } from './for-hire.ts';
import { isAtNewPlace } from './place.ts';

/**
 * A young credential is in other hands by bare facts, not by its habits: in Tor, at a rented place or on a system made for breaking in where it
 * did not begin, or where and with what its person never works. So what is done there may be told of without habits, too.
 */
export function isInOtherHandsWhileYoung(observation: Observation): boolean {
  return (
    isRentedBeside(observation) ||
    isHiddenFromTheFirst(observation) ||
    isArmedBeside(observation) ||
    isStrangeToPerson(observation)
  );
}

/**
 * A role that a person has not often taken on is used where the person never was in any of their roles: at a place that anybody can rent, or
 * on a machine or by a program that is as new. People travel with their laptop, and are given another one at their desk.
 */
export function isStrangeToPerson(observation: Observation): boolean {
  const { hands, day, policy, use, client } = observation;
  if (hands === null || isSettled(observation) || !isKnownWell(hands, day, policy.thresholds.learningDays))
    return false;
  if (!isAtNewPlace(observation)) return false;
  if (isAtRentedPlace(observation)) return true;
  const { system } = programOf(use);
  return isClearNews(observation, 'client', client) || (system !== null && isClearNews(observation, 'system', system));
}
