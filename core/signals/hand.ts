import { activeDaysBefore, changeDaysBefore, isActiveDaily, settledBefore } from '../context/habits/familiarity.ts';
import { isPersonByRecord } from '../context/sighting.ts';
import type { Observation } from './observation.ts';

/** People have days off, places to go to and other things to do now and then; a script that is written with a tool for hands has none of these. */
export function isScript({ use, context: { baseline: own, session }, day }: Observation): boolean {
  if (isPersonByRecord(use, session)) return false;
  if (!isActiveDaily(own, day, fortnight) || settledBefore(own, 'network', day).length !== 1) return false;
  return changeDaysBefore(own, 'action', day) * 10 <= activeDaysBefore(own, day);
}

const fortnight = 14;
