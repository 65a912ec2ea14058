import { hoursOf, isByHolder } from '../../context/sighting.ts';
import { surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { seenBefore } from '../words.ts';

export const offHours: UseSignal = {
  judges: 'use',
  hears: ['hours'],
  id: 'S31',
  name: 'off-hours',
  family: 'anomalous',
  group: 'identity',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'A person’s credential is used at an hour at which it is not usually used.',
  attack: ['T1078.004'],
  falsePositives: ['A person is on call at night.', 'A person works from another time zone.'],
  judge(observation) {
    if (observation.nature !== 'person' || !isByHolder(observation.use)) return null;
    const hours = hoursOf(observation.use.at);
    const bits = Math.min(2, surpriseOf(observation, 'hours', hours));
    if (bits <= 0) return null;
    const before = seenBefore(observation, 'hours', hours) ?? 'at which it was never used before';
    return { bits, key: hours, evidence: `Used at an hour (${hours} UTC) ${before}` };
  },
};
