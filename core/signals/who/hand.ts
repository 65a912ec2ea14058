import { activeDaysBefore, changeDaysBefore, isActiveDaily, settledBefore } from '../../context/habits/familiarity.ts';
import { isPersonByRecord } from '../../context/sighting.ts';
import type { Observation } from '../observation.ts';
import { worksAtDesk } from './desk.ts';

/**
 * Driven by a person, by what the record shows or because it is at home at a desk. The program alone does not say so: scripts use tools made
 * for people, too, and one that runs in AWS may keep to workdays.
 */
export function isByHand(observation: Observation): boolean {
  const { use, context, nature, habits, day } = observation;
  if (nature !== 'person' || isScript(observation)) return false;
  return isPersonByRecord(use, context.session) || worksAtDesk(habits, day);
}

/** As far as shows, driven by no hand, whatever tool its script uses. Agents are judged apart. */
export function isProgram(observation: Observation): boolean {
  return observation.nature !== 'agent' && !isByHand(observation);
}

/** A script that uses a tool made for people gives itself away: no days off, one place only, and hardly ever anything else to do. */
export function isScript({ use, context: { baseline: own, session }, day }: Observation): boolean {
  if (isPersonByRecord(use, session)) return false;
  if (!isActiveDaily(own, day, fortnight) || settledBefore(own, 'network', day).length !== 1) return false;
  return changeDaysBefore(own, 'action', day) * 10 <= activeDaysBefore(own, day);
}

const fortnight = 14;
