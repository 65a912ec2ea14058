import { countsInHour, excess, worstBefore } from '../../context/habits/volume.ts';
import type { UseSignal } from '../signal.ts';
import { dayWords } from '../words.ts';

export const agentBurst: UseSignal = {
  judges: 'use',
  hears: ['busy hour'],
  id: 'S60',
  name: 'agent-burst',
  family: 'anomalous',
  group: 'volume',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'An AI agent makes calls far faster than in its busiest hour on record.',
  attack: ['T1496', 'T1119'],
  falsePositives: ['An agent is given a larger task, or many at once.'],
  judge({ use, nature, context, habits, activeDays, day, policy }) {
    // People and machines have their reasons for a busy hour; what an agent is talked into may show in its speed alone.
    if (nature !== 'agent' || activeDays < policy.thresholds.learningDays) return null;
    const { events } = countsInHour(context.baseline, use.at);
    const worst = worstBefore(habits, day).events;
    const bits = excess(Math.round(events), worst, ordinary, shrink, 8);
    if (bits <= 0) return null;
    return {
      bits,
      key: 'speed',
      evidence: `An agent made about ${Math.round(events)} calls within an hour; its busiest in ${dayWords(activeDays)} had ${Math.round(worst)}`,
    };
  },
};

/** Calls that any agent may need for one question. */
const ordinary = 40;
/** Agents come in bursts, so that Poisson’s odds are far too sure. */
const shrink = 20;
