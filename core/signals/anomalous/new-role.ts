import { activeDaysBefore } from '../../context/habits/familiarity.ts';
import { openedBy } from '../../context/sighting.ts';
import { surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { newsWords } from '../words.ts';

export const newRole: UseSignal = {
  judges: 'use',
  hears: ['resource'],
  id: 'S47',
  name: 'new-role',
  family: 'anomalous',
  group: 'scope',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential assumes, or tries to assume, a role that is new to it.',
  attack: ['T1550.001', 'T1078.004'],
  falsePositives: ['A pipeline is given another account to deploy to.'],
  judge(observation) {
    const { use, habits, day } = observation;
    const role = use.action === 'sts:AssumeRole' ? openedBy(use) : null;
    if (role === null || activeDaysBefore(habits, day) === 0) return null;
    const bits = surpriseOf(observation, 'resource', role);
    if (bits <= 0) return null;
    const deed = `use of role ${role}${use.denied ? ', refused' : ''}`;
    return { bits, key: role, evidence: newsWords(observation, 'resource', role, deed) };
  },
};
