import { countsInHour, excess, ordinaryHour, worstBefore } from '../../context/habits/volume.ts';
import type { UseSignal } from '../signal.ts';

export const enumeration: UseSignal = {
  judges: 'use',
  hears: ['busy hour'],
  id: 'S24',
  name: 'enumeration',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential makes far more different calls within an hour than ever before: it is looking around.',
  attack: ['T1526', 'T1619'],
  falsePositives: ['An audit is made.', 'A person opens the console for the first time in months.'],
  judge({ use, context, habits, kin, activeDays, day }) {
    if (!use.readOnly || activeDays === 0) return null;
    const actions = Math.round(countsInHour(context.baseline, use.at).actions);
    // So few are no news, whatever came before.
    if (actions <= ordinaryHour.actions) return null;
    const worst = worstBefore(kin ?? habits, day).actions;
    const bits = excess(actions, worst, ordinaryHour.actions, 2, 8);
    if (bits <= 0) return null;
    return {
      bits,
      key: 'breadth',
      evidence: `About ${actions} different calls within an hour; the busiest hour before had ${Math.round(worst)}`,
    };
  },
};
