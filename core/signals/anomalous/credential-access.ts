import { countRecent } from '../../context/recent.ts';
import { secretOf } from '../../context/sighting.ts';
import { hour } from '../../model/instant.ts';
import { type Observation, surpriseOf } from '../observation.ts';
import { graveAction, targetWords } from './grave-action.ts';
import { networkSurprise } from './new-network.ts';

export const credentialAccess = graveAction({
  id: 'S16',
  name: 'credential-access',
  tactic: 'credential-access',
  base: 4,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential reads secrets, parameters or passwords that it did not read before.',
  attack: ['T1555.006', 'T1552.005'],
  falsePositives: ['A deploy that moves its configuration into Secrets Manager.', 'A person looks a password up.'],
  deed: (observation) => {
    const opened = openedAnew(observation);
    const what = targetWords(observation);
    if (observation.use.target.mild === true) {
      const { action } = observation.use;
      return what === '' ? `Called ${action}, which opens nothing further` : `Read ${what} as it is kept (${action})`;
    }
    return opened > 1
      ? `Opened ${opened} secrets within an hour that it never opened before, the last ${what || observation.use.action}`
      : `Read ${what || 'a secret'} (${observation.use.action})`;
  },
  /** A reader of secrets makes this call every day: then the number of secrets that are new to it speaks. */
  weigh: (observation, bits) => {
    const many = 2 * Math.log2(1 + openedAnew(observation)) - 1;
    return { bits: Math.min(8, Math.max(bits, many, elsewhere(observation))) };
  },
});

/**
 * At home a release brings a new secret now and then. From a new place it is a second thing that is odd, however slowly
 * one follows the other.
 */
function elsewhere(observation: Observation): number {
  const secret = secretOf(observation.use);
  if (secret === null || networkSurprise(observation) < leastPlaceBits) return 0;
  return Math.min(4, surpriseOf(observation, 'resource', secret));
}

const leastPlaceBits = 3.5;

function openedAnew(observation: Observation): number {
  return countRecent(observation.context.recent, newSecretPrefix, observation.use.at, hour);
}

/** Things of this name in `Recent` are secrets opened for the first time. */
export const newSecretPrefix = 'secret ';
