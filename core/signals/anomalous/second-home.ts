import { daysBeside, knownDays } from '../../context/habits/familiarity.ts';
import type { Network, NetworkKind } from '../../context/recorded-context.ts';
import type { Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { wasInCountryBefore } from '../who/for-hire.ts';
import { dayWords, placeWords } from '../words.ts';

export const secondHome: UseSignal = {
  judges: 'use',
  hears: ['second home'],
  id: 'S53',
  name: 'second-home',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence:
    'A machine’s credential is used at a second place while it is still used at the first: it was copied, not moved.',
  attack: ['T1078.004'],
  falsePositives: [
    'A developer tries the machine’s key on a laptop.',
    'A workload is spread over two providers, over a cloud and the company’s own servers, or to a country that is new to its account.',
  ],
  judge(observation) {
    const { network, nature, context, activeDays, policy } = observation;
    if (network === null || nature === 'person' || activeDays < policy.thresholds.learningDays) return null;
    const beside = daysAtSecondPlace(observation);
    if (beside === null) return null;
    // The owner says that it is a machine, and never before did it leave the places where machines are. A cloud is one of those.
    const isElsewhere = network.kind !== 'cloud' && isKindAsNew(observation, network.kind);
    const alien = context.declared?.kind != null && isElsewhere;
    return {
      bits: (alien ? 13 : 6) * (1 - beside / daysToBelong),
      key: network.id,
      evidence: `Used from ${placeWords(network)} for ${dayWords(beside)}, while it is still used at its usual place: a second holder rather than a move`,
      authority: alien ? 'pin' : 'corroborate',
    };
  },
};

/** For how long it has been at a place beside its usual one; null where it is not, or where it has come to belong there. */
export function daysAtSecondPlace(observation: Observation): number | null {
  const { network, context, day } = observation;
  if (network === null || !(outside.has(network.kind) || network.house === true)) return null;
  if (network.kind === 'cloud' && isSpread(observation, network)) return null;
  const beside = daysBeside(context.baseline, 'network', network.id, day);
  return beside !== null && beside < daysToBelong ? beside : null;
}

/**
 * What runs in clouds is spread over the countries where its account is. Anybody can rent a machine in all others and carry a key there; a
 * role's sessions are given to machines where they run.
 */
function isSpread(observation: Observation, network: Network): boolean {
  if (isKindAsNew(observation, network.kind)) return false;
  return observation.use.credential.kind === 'role' || wasInCountryBefore(observation, network);
}

/** Days until a second place counts as its own, where a move takes three. */
const daysToBelong = 28;

/** Where people are, and where anybody can rent a place. */
const outside: ReadonlySet<NetworkKind> = new Set(['isp', 'cloud', 'hosting', 'vpn', 'tor', 'unknown']);

/** Whether its first day on this kind of network was its first on this network. */
function isKindAsNew({ context, network, day }: Observation, kind: NetworkKind): boolean {
  const sort = knownDays(context.baseline, 'networkKind', kind, day).firstDay;
  const place = knownDays(context.baseline, 'network', network?.id ?? '', day).firstDay;
  return sort !== null && sort === place;
}
