import { isAttackDistribution } from '../../context/client.ts';
import { clearNews, isClearNews, type Observation, surpriseOf, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { silenceOf } from '../silence.ts';
import { type HidingKind, isHiddenFromTheFirst, isOfTheHouse, isRented, isRentedBeside } from '../who/for-hire.ts';
import { isStrangeToPerson } from '../who/other-hands.ts';
import { networkSurprise } from '../who/place.ts';
import { placeWords } from '../words.ts';

/**
 * `more`: bits on top of those of the new network itself. `first`: the fewest in all, where the kind is new as well; that is news by
 * itself even where networks change daily.
 */
const bitsFor: Readonly<Record<HidingKind, { readonly more: number; readonly first: number }>> = {
  hosting: { more: 2, first: 4 },
  vpn: { more: 2, first: 3.5 },
  tor: { more: 4, first: 6 },
};

export const rentedNetwork: UseSignal = {
  judges: 'use',
  hears: ['network'],
  id: 'S11',
  name: 'rented-network',
  family: 'anomalous',
  group: 'origin',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The new network hides who uses it: hosting, a VPN provider or Tor.',
  attack: ['T1090.002', 'T1090.003'],
  falsePositives: ['A developer switches on a commercial VPN.', 'A job moves to a rented server.'],
  judge(observation) {
    const { network } = observation;
    if (network === null || !isRented(network) || isOfTheHouse(observation, network)) return null;
    if (trustedDays(observation, 'network', network.id) > 0) return null;
    const byKind = surpriseOf(observation, 'networkKind', network.kind);
    const { more, first } = bitsFor[network.kind];
    const least = byKind > 2 ? first : 0;
    const hidden = isHiddenFromTheFirst(observation);
    const beside = isRentedBeside(observation) || hidden;
    const bits = Math.max(networkSurprise(observation) + more, least, hidden ? leastHidden : beside ? clearNews : 0);
    if ((observation.activeDays === 0 && !hidden) || bits <= more) return null;
    const { client, nature } = observation;
    // A machine that is moved keeps its program, or its provider.
    const otherProgram = nature !== 'person' && isClearNews(observation, 'client', client);
    const otherHands = (bits >= 8 && otherProgram) || isNoMove(observation, network.kind);
    return {
      bits: otherHands ? Math.max(bits, 12) : bits,
      key: network.id,
      evidence: `${placeWords(network)} is a ${kindWords[network.kind]} network, and new to this credential${otherProgram ? `, as is ${client}` : ''}`,
      authority: otherHands ? 'pin' : 'corroborate',
      basis: beside || isStrangeToPerson(observation) ? 'fact' : 'habit',
    };
  },
};

/** What slept for months wakes up at home, nobody moves into Tor, and nobody's own laptop becomes a system made for breaking in. */
function isNoMove(observation: Observation, kind: HidingKind): boolean {
  const { client, use, context, activeDays } = observation;
  const isWoken = context.baseline.lastDay === 0 && silenceOf(context, use.at) > 30;
  const isArmed = isAttackDistribution(client) && trustedDays(observation, 'client', client) === 0;
  return isWoken || isArmed || (kind === 'tor' && activeDays > 0);
}

const leastHidden = 6;

const kindWords: Readonly<Record<HidingKind, string>> = { hosting: 'hosting', vpn: 'VPN', tor: 'Tor' };
