import { trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { placeWords } from '../words.ts';

export const computeOutside: UseSignal = {
  judges: 'use',
  hears: ['network'],
  id: 'S07',
  name: 'compute-session-outside-aws',
  family: 'anomalous',
  group: 'origin',
  authority: 'hard',
  basis: 'fact',
  sentence: 'A session that was issued to a machine, function or task inside AWS is used from outside.',
  attack: ['T1552.005'],
  falsePositives: ['The workload leaves through the company’s own gateway.'],
  judge(observation) {
    const { use, network, context } = observation;
    if (use.issuedTo === null || network === null) return null;
    if (network.aws || network.kind === 'private' || (network.kind === 'corp' && network.house !== true)) return null;
    if (trustedDays(observation, 'network', network.id) > 0) return null;
    const before = context.session?.places.find((place) => place.network.id !== network.id);
    const was = before === undefined ? '' : `, first seen at ${placeWords(before.network)}`;
    return {
      bits: 16,
      key: network.id,
      evidence: `The session of ${use.issuedTo.kind} ${use.issuedTo.id}${was}, is used from ${placeWords(network)}`,
    };
  },
};
