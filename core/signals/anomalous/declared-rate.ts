import { countsInHour } from '../../context/habits/volume.ts';
import type { UseSignal } from '../signal.ts';

export const declaredRate: UseSignal = {
  judges: 'use',
  hears: ['declared'],
  id: 'S06',
  name: 'declared-rate-breached',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'word',
  sentence: 'The credential makes more calls per hour than its owner declared.',
  attack: ['T1078.004', 'T1496'],
  falsePositives: ['Traffic grew.'],
  judge({ use, context, nature }) {
    const cap = context.declared?.expected.callsPerHour ?? null;
    if (cap === null || cap <= 0) return null;
    const { events } = countsInHour(context.baseline, use.at);
    if (events <= 2 * cap) return null;
    return {
      bits: Math.min(8, 2 * Math.log2(events / cap)),
      key: 'rate',
      evidence: `About ${Math.round(events)} calls within an hour; its owner declared ${cap}`,
      // Its cap is one of the few fences that an agent has; with no more than this the score stays below a containment.
      authority: nature === 'agent' ? 'pin' : 'corroborate',
    };
  },
};
