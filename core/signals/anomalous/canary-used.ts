import type { UseSignal } from '../signal.ts';
import { placeWords } from '../words.ts';

export const canaryUsed: UseSignal = {
  judges: 'use',
  hears: ['declared'],
  id: 'S01',
  name: 'canary-used',
  family: 'anomalous',
  group: 'context',
  authority: 'hard',
  basis: 'fact',
  sentence: 'A credential that was planted as a canary is used.',
  attack: ['T1078.004'],
  falsePositives: ['Somebody tests the canary.'],
  judge({ use, network, context }) {
    if (context.declared?.canary !== true) return null;
    const place = network === null ? '' : ` from ${placeWords(network)}`;
    return { bits: 20, key: 'canary', evidence: `The canary called ${use.action}${place}` };
  },
};
