import { trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { placeWords } from '../words.ts';
import { networkSurprise } from './new-network.ts';

export const keyTest: UseSignal = {
  judges: 'use',
  id: 'S26',
  name: 'key-test',
  family: 'anomalous',
  group: 'action',
  authority: 'corroborate',
  basis: 'fact',
  sentence: 'Somebody in a new place asks whose credential this is: what one does with a key just found.',
  attack: ['T1087.004'],
  falsePositives: ['A tool that always asks first, moved to a new place.'],
  judge(observation) {
    const { use, network } = observation;
    if (use.action !== 'sts:GetCallerIdentity' && use.action !== 'iam:GetUser') return null;
    if (network === null || networkSurprise(observation) <= 2) return null;
    const habit = trustedDays(observation, 'action', use.action) > 0;
    return {
      bits: habit || network.aws ? 1 : 3.5,
      key: use.action,
      evidence: `Asked whose credential it is (${use.action}) from ${placeWords(network)}`,
    };
  },
};
