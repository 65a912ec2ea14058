import { activeDaysBefore, knownDays } from '../../context/habits/familiarity.ts';
import { isWayOut } from '../../context/recorded-context.ts';
import { type Observation, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isStrangeToPerson } from '../who/other-hands.ts';
import { isAmongPeople, networkSurprise } from '../who/place.ts';
import { newsWords, placeWords } from '../words.ts';

export const newCountry: UseSignal = {
  judges: 'use',
  hears: ['country'],
  id: 'S10',
  name: 'new-country',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential is used from a country that is new to it.',
  attack: ['T1078.004'],
  falsePositives: ['A person travels.', 'A provider announces an address block from another country.'],
  judge(observation) {
    const { network } = observation;
    if (network === null || network.country === null || network.aws || isWayOut(network)) return null;
    const byCountry = surpriseOf(observation, 'country', network.country);
    const byNetwork = networkSurprise(observation);
    if (byCountry <= 0 || byNetwork <= 0) return null;
    const alone = isAloneThere(observation, network.country);
    const bits = Math.max(byNetwork + Math.min(3, byCountry / 2), alone ? leastAlone : 0);
    const alien = bits >= leastAlienBits && isAmongPeople(observation);
    return {
      bits: alien ? Math.max(bits, 12) : bits,
      key: network.country,
      evidence: newsWords(
        observation,
        'country',
        network.country,
        `use from ${network.country}, by ${placeWords(network)}`,
      ),
      authority: alien ? 'pin' : 'corroborate',
      ...(isStrangeToPerson(observation) && { basis: 'fact' }),
    };
  },
};

/** A newcomer is not where it began, but in a country where nobody of the account has ever been: that is news by the account's habits. */
function isAloneThere({ context, habits, day, policy, kin, activeDays }: Observation, country: string): boolean {
  const { accountBaseline } = context;
  const { learningDays } = policy.thresholds;
  if (accountBaseline === null || kin !== null || activeDays >= learningDays || activeDaysBefore(habits, day) === 0)
    return false;
  if (activeDaysBefore(accountBaseline, day) < learningDays) return false;
  return !knownDays(accountBaseline, 'country', country, day).ever;
}

const leastAlone = 3.5;

/** A machine that never left the places of machines does not move onto somebody's line at home in another country. */
const leastAlienBits = 8;
