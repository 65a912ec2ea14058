import { isAttackDistribution } from '../../context/client.ts';
import { surpriseOf, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { habitWords } from '../words.ts';

export const newClient: UseSignal = {
  judges: 'use',
  hears: ['client'],
  id: 'S28',
  name: 'new-client',
  family: 'anomalous',
  group: 'client',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential is driven by a program that did not drive it before.',
  attack: ['T1078.004'],
  falsePositives: ['A program is rewritten in another language.', 'A person tries a new tool.'],
  judge(observation) {
    const { client } = observation;
    const bits = surpriseOf(observation, 'client', client);
    const attack = isAttackDistribution(client) && trustedDays(observation, 'client', client) === 0 ? 3 : 0;
    if (bits + attack <= 0) return null;
    return {
      bits: bits + attack,
      key: client,
      evidence: `First use by ${client}; ${habitWords(observation, 'client')}`,
    };
  },
};
