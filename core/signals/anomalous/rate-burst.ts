import { excess, worstBefore } from '../../context/volume.ts';
import type { UseSignal } from '../signal.ts';

export const rateBurst: UseSignal = {
  judges: 'use',
  id: 'S25',
  name: 'rate-burst',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential makes far more calls within an hour than in its busiest hour on record.',
  attack: ['T1496', 'T1119'],
  falsePositives: ['Traffic grew.', 'A backlog is worked off.'],
  judge({ hourSoFar: { events }, habits, kin, day, habitDays }) {
    if (habitDays === 0) return null;
    // Whatever came before, so few are no news.
    if (events <= ordinary) return null;
    const worst = worstBefore(kin ?? habits, day).events;
    const bits = excess(Math.round(events), worst, ordinary, 20, 3);
    if (bits <= 0) return null;
    return {
      bits,
      key: 'rate',
      evidence: `About ${Math.round(events)} calls within an hour; the busiest hour before had ${Math.round(worst)}`,
    };
  },
};

/** Calls that any hour may have. */
const ordinary = 20;
