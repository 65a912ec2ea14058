import { tracesOf } from '../../context/traces.ts';
import { hour } from '../../model/instant.ts';
import { isSettled, type Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isAtNewPlace } from '../who/place.ts';

export const manyHands: UseSignal = {
  judges: 'use',
  hears: ['network'],
  id: 'S58',
  name: 'many-hands',
  family: 'anomalous',
  group: 'origin',
  authority: 'pin',
  basis: 'fact',
  sentence:
    'A machine’s credential is used within an hour from several networks in several countries, all of them new: it was sold or published.',
  attack: ['T1078.004', 'T1496.004'],
  falsePositives: [
    'A key is built into an app that is shipped to its users.',
    'A job starts to use a pool of proxies.',
  ],
  judge(observation) {
    const { network, context, use } = observation;
    if (network === null || !isStray(observation)) return null;
    const strays = strayNetworks.within(context.recent, use.at, hour);
    const countries = new Set(strays.map((stray) => stray.slice(0, stray.indexOf(' '))));
    if (strays.length < leastNetworks || countries.size < leastCountries) return null;
    return {
      bits: 10,
      key: 'hands',
      evidence: `Used within an hour from ${strays.length} networks in ${countries.size} countries (${[...countries].sort().join(', ')}), all of them new to it`,
    };
  },
};

/** Networks new to a machine, each behind its country. */
const strayNetworks = tracesOf('stray');
/** A move takes one, and a second line behind it one more. */
const leastNetworks = 3;
const leastCountries = 2;

/** Notes a network that a machine never was at, so that others are seen beside it. */
export function noteStray(observation: Observation): void {
  const { network, context, use } = observation;
  if (network !== null && isStray(observation))
    strayNetworks.note(context.recent, `${network.country} ${network.id}`, use.at);
}

function isStray(observation: Observation): boolean {
  const { network, nature } = observation;
  if (network === null || network.country === null || network.aws || !fromOutside.has(network.kind)) return false;
  return nature !== 'person' && isSettled(observation) && isAtNewPlace(observation);
}

const fromOutside: ReadonlySet<string> = new Set(['isp', 'gateway', 'hosting', 'vpn', 'tor', 'cloud', 'unknown']);
