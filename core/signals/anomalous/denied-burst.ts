import { countsInHour, excess, worstBefore } from '../../context/habits/volume.ts';
import type { UseSignal } from '../signal.ts';

export const deniedBurst: UseSignal = {
  judges: 'use',
  hears: ['refusal'],
  id: 'S23',
  name: 'denied-burst',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'AWS refuses many different calls within an hour: somebody is trying out what this credential can do.',
  attack: ['T1580', 'T1087.004'],
  falsePositives: ['A policy was narrowed too far.', 'An engineer debugs permissions at night.'],
  judge({ use, context, habits, kin, day }) {
    if (!use.denied) return null;
    const denied = Math.round(countsInHour(context.baseline, use.at).denied);
    const worst = worstBefore(kin ?? habits, day).denied;
    const bits = excess(denied, worst, 1, 1, 8);
    if (bits <= 0) return null;
    return {
      bits,
      key: 'denied',
      evidence: `About ${denied} different calls refused within an hour; the worst hour before had ${Math.round(worst)}`,
    };
  },
};
