import { programOf } from '../../context/client.ts';
import { countSettled } from '../../context/habits/familiarity.ts';
import { isSettled, type Observation, recordFor, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isStrangeToPerson } from '../who/other-hands.ts';
import { isCloudShell, mostOfHouse, networkSurprise } from '../who/place.ts';
import { newsWords } from '../words.ts';

export const otherSystem: UseSignal = {
  judges: 'use',
  hears: ['system'],
  id: 'S64',
  name: 'other-system',
  family: 'anomalous',
  group: 'client',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The program reports an operating system on which the credential was never used before.',
  attack: ['T1078.004'],
  falsePositives: ['A person has a new laptop.', 'A program is run in a container for the first time.'],
  judge(observation) {
    const { system } = programOf(observation.use);
    if (system === null || isCloudShell(observation)) return null;
    if (!isSettled(observation) && !isStrangeToPerson(observation)) return null;
    const surprise = surpriseOf(observation, 'system', system);
    if (surprise <= 0 || !isAtHomeOnOne(observation)) return null;
    const evidence = newsWords(observation, 'system', system, `use on ${system}`);
    // Laptops are replaced at their desk, and people travel with their own: another machine at another place is another desk.
    return networkSurprise(observation) > mostOfHouse
      ? { bits: Math.min(mostElsewhere, surprise), key: system, evidence, basis: 'fact' }
      : { bits: Math.min(mostAtHome, surprise), key: system, evidence };
  },
};

/** Less than a witness. */
const mostAtHome = 3;
const mostElsewhere = 5;

/** A credential whose system is not on record has no other one. */
function isAtHomeOnOne(observation: Observation): boolean {
  const { habits } = recordFor(observation, 'system');
  return countSettled(habits, 'system', observation.day) > 0;
}
