import { surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isNewDuty } from '../who/duty.ts';
import { newsWords } from '../words.ts';

export const newAction: UseSignal = {
  judges: 'use',
  hears: ['action'],
  id: 'S15',
  name: 'new-action',
  family: 'anomalous',
  group: 'action',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential makes an ordinary call that is new to it.',
  attack: [],
  falsePositives: ['The program that uses the credential was changed.'],
  judge(observation) {
    const bits = Math.min(1, surpriseOf(observation, 'action', observation.use.action) / 4);
    if (bits <= 0) return null;
    return {
      bits,
      key: observation.use.action,
      evidence: newsWords(observation, 'action', observation.use.action, observation.use.action),
      authority: isNewDuty(observation) ? 'notify' : 'corroborate',
    };
  },
};
