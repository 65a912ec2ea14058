import { knownDays } from '../../context/habits/familiarity.ts';
import { lineOf } from '../../context/sighting.ts';
import { isSettled, isUsual, type Observation, ordinaryInAccount, surpriseOf } from '../observation.ts';
import { leastBits, type UseSignal } from '../signal.ts';
import { newsWords, placeWords } from '../words.ts';

export const newAddress: UseSignal = {
  judges: 'use',
  hears: ['address'],
  id: 'S56',
  name: 'new-address',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The usual network, and another line of it: a neighbour, or another machine of the same cloud and country.',
  attack: ['T1078.004', 'T1090.002'],
  falsePositives: ['A provider gives a line another address.', 'New gateways in the same region.'],
  judge(observation) {
    const { use, network } = observation;
    const line = lineOf(use, network);
    if (network === null || line === null || !isSettled(observation)) return null;
    if (!isUsual(observation, 'network', network.id)) return null;
    if (ordinaryInAccount(observation, 'address', line)) return null;
    const news = surpriseOf(observation, 'address', line);
    const bits = isLineOfOthers(observation, line) ? Math.min(mostOfShared, news / 2) : news;
    // Phones and functions without a gateway have another every time.
    if (bits < leastBits) return null;
    return {
      bits,
      key: line,
      evidence: newsWords(observation, 'address', line, `use from ${line} of ${placeWords(network)}`),
    };
  },
};

/** Less than a witness, beside a deed too. */
const mostOfShared = 2;

/** Others of the account came over it first, on a day before: a gateway that was replaced between two of its runs. */
function isLineOfOthers({ context, day }: Observation, line: string): boolean {
  const { accountBaseline, baseline } = context;
  if (accountBaseline === null || knownDays(baseline, 'address', line, day).ever) return false;
  return knownDays(accountBaseline, 'address', line, day).ever;
}
