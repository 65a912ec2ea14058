import { countsInHour, excess, ordinaryHour, worstBefore } from '../../context/habits/volume.ts';
import type { UseSignal } from '../signal.ts';

export const rateBurst: UseSignal = {
  judges: 'use',
  hears: ['busy hour'],
  id: 'S25',
  name: 'rate-burst',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential makes far more calls within an hour than in its busiest hour on record.',
  attack: ['T1496', 'T1119'],
  falsePositives: ['Traffic grew.', 'A backlog is cleared.'],
  judge({ use, context, habits, kin, day, activeDays }) {
    if (activeDays === 0) return null;
    const { events } = countsInHour(context.baseline, use.at);
    // So few are no news, whatever came before.
    if (events <= ordinaryHour.events) return null;
    const worst = worstBefore(kin ?? habits, day).events;
    // Everything is taken at once: no backlog or growth comes to that, so it is a witness.
    const isFlood = events >= flood * Math.max(worst, ordinaryHour.events);
    const bits = excess(Math.round(events), worst, ordinaryHour.events, 20, isFlood ? 4.5 : 3);
    if (bits <= 0) return null;
    return {
      bits,
      key: 'rate',
      evidence: `About ${Math.round(events)} calls within an hour; the busiest hour before had ${Math.round(worst)}`,
    };
  },
};

/** Times the busiest hour. */
const flood = 30;
