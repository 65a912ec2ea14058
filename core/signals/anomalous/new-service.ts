import { ordinaryInAccount, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { asDuty } from '../who/duty.ts';
import { newsWords } from '../words.ts';

export const newService: UseSignal = {
  judges: 'use',
  hears: ['service'],
  id: 'S14',
  name: 'new-service',
  family: 'anomalous',
  group: 'scope',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential calls a service that is new to it.',
  attack: ['T1526'],
  falsePositives: ['A deployment adds a feature.', 'A person starts a new task.'],
  judge(observation) {
    const { use } = observation;
    // Every SDK asks who it is: that is not a service in use.
    if (use.service === 'sts') return null;
    const bits = surpriseOf(observation, 'service', use.service);
    if (bits <= 0) return null;
    return {
      ...asDuty(observation, ordinaryInAccount(observation, 'service', use.service) ? bits * 0.75 : bits),
      key: use.service,
      evidence: newsWords(observation, 'service', use.service, `call to ${use.service} (${use.action})`),
    };
  },
};
