import type { UseSignal } from '../signal.ts';
import { isStrangeToPerson } from '../who/other-hands.ts';
import { isAmongPeople, networkSurprise } from '../who/place.ts';
import { newsWords, placeWords } from '../words.ts';

export const newNetwork: UseSignal = {
  judges: 'use',
  hears: ['network'],
  id: 'S09',
  name: 'new-network',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential is used from a network that is new to it.',
  attack: ['T1078.004'],
  falsePositives: [
    'A workload or an office moves to another provider or another way out to the internet.',
    'A person works from a new place.',
  ],
  judge(observation) {
    const { network } = observation;
    if (network === null) return null;
    const bits = networkSurprise(observation);
    if (bits <= 0) return null;
    return {
      // The sort of place is news of its own.
      bits: isAmongPeople(observation) ? bits + 2 : bits,
      key: network.id,
      evidence: newsWords(observation, 'network', network.id, `use from ${placeWords(network)}`),
      ...(isStrangeToPerson(observation) && { basis: 'fact' }),
    };
  },
};
