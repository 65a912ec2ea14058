import { activeDaysBefore, changeDaysBefore, isActiveDaily, settledBefore } from '../context/habits/familiarity.ts';
import { isPersonByRecord } from '../context/sighting.ts';
import { worksAtDesk } from './desk.ts';
import type { Observation } from './observation.ts';

/**
 * Somebody’s hands, by the record or by the desk that they are used to: a tool for hands is driven by a script as well, and what runs in AWS on
 * workdays may be one.
 */
export function isByHand(observation: Observation): boolean {
  const { use, context, nature, habits, day } = observation;
  if (nature !== 'person' || isScript(observation)) return false;
  return isPersonByRecord(use, context.session) || worksAtDesk(habits, day);
}

/** People have days off, places to go to and other things to do now and then; a script that is written with a tool for hands has none of these. */
export function isScript({ use, context: { baseline: own, session }, day }: Observation): boolean {
  if (isPersonByRecord(use, session)) return false;
  if (!isActiveDaily(own, day, fortnight) || settledBefore(own, 'network', day).length !== 1) return false;
  return changeDaysBefore(own, 'action', day) * 10 <= activeDaysBefore(own, day);
}

const fortnight = 14;
