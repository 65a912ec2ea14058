import { knownDays } from '../../context/habits/familiarity.ts';
import { type Observation, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isAwakening } from '../silence.ts';
import { isNewDuty } from '../who/duty.ts';
import { networkSurprise } from '../who/place.ts';
import { placeWords } from '../words.ts';

export const keyTest: UseSignal = {
  judges: 'use',
  hears: ['network', 'silence'],
  id: 'S26',
  name: 'key-test',
  family: 'anomalous',
  group: 'action',
  authority: 'corroborate',
  basis: 'fact',
  sentence:
    'Somebody at a new place, or after a long silence, asks whose credential this is, as one does with a key just found.',
  attack: ['T1087.004'],
  falsePositives: ['A tool that always asks this first is moved to a new place.'],
  judge(observation) {
    const { use, network, context, day } = observation;
    if (network === null || !isKeyTest(observation)) return null;
    const awakes = isAwakening(observation);
    const own = awakes ? knownDays(context.baseline, 'action', use.action, day).trusted : 0;
    const habit = awakes ? own > 0 : trustedDays(observation, 'action', use.action) > 0;
    return {
      bits: habit || (network.aws && !awakes) ? 1 : 4,
      key: use.action,
      // People ask whose session it is to see whether their sign-in worked; a key that was found is another matter.
      authority: use.credential.kind === 'role' && isNewDuty(observation) ? 'notify' : 'corroborate',
      evidence: `Asked whose credential it is (${use.action}) from ${placeWords(network)}${awakes ? ', after a long silence' : ''}`,
    };
  },
};

/** Somebody who finds a key asks first whose it is: in a new place, or after the key has slept. */
export function isKeyTest(observation: Observation): boolean {
  const { action } = observation.use;
  if (action !== 'sts:GetCallerIdentity' && action !== 'iam:GetUser') return false;
  return networkSurprise(observation) > 2 || isAwakening(observation);
}
