import { allowsNetwork } from '../../context/declared/declared-network.ts';
import type { NetworkKind } from '../../context/recorded-context.ts';
import { addressOf } from '../../intake/credential-use.ts';
import { ordinaryInAccount, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isCloudShell, isRegionMove, networkSurprise } from '../who/place.ts';
import { placeWords } from '../words.ts';

export const declaredNetwork: UseSignal = {
  judges: 'use',
  hears: ['declared'],
  id: 'S03',
  name: 'declared-network-breached',
  family: 'anomalous',
  group: 'origin',
  authority: 'pin',
  basis: 'word',
  sentence: 'The credential is used from a network that its owner did not declare.',
  attack: ['T1078.004'],
  falsePositives: ['The declaration is out of date.'],
  judge(observation) {
    const { use, network, context, policy, nature } = observation;
    if (network === null || context.declared === null || isCloudShell(observation)) return null;
    if (allowsNetwork(context.declared, network, addressOf(use), use.vpcEndpointId) !== false) return null;
    const evidence = `Its owner allows ${(context.declared.expected.networks ?? []).join(', ')}; the call came from ${placeWords(network)}`;
    // A declaration that practice has overtaken is the owner's to mend, not a theft.
    const habit = trustedDays(observation, 'network', network.id) > 0;
    if (habit) return { bits: 2, key: network.id, evidence, authority: 'notify' };
    if (policy.declared === 'enforce') return { bits: 20, key: network.id, evidence, authority: 'hard' };
    // People move, and workloads from region to region, whatever was declared: their breach weighs as much as the network is news.
    const mayMove =
      nature === 'person' || ordinaryInAccount(observation, 'network', network.id) || isRegionMove(observation);
    if (!mayMove) return { bits: 12, key: network.id, evidence };
    const bits = Math.max(
      2 + 0.75 * networkSurprise(observation),
      withoutDesks.has(network.kind) ? leastWithoutDesk : 0,
    );
    return { bits, key: network.id, evidence, authority: 'corroborate' };
  },
};

/** No desk is on a server, or where a VPN ends, so that a breach from there is a witness even without habits. */
const withoutDesks: ReadonlySet<NetworkKind> = new Set(['cloud', 'hosting', 'vpn', 'tor']);
const leastWithoutDesk = 4;
