import { type Observation, ordinaryInAccount, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';

export const foreignEndpoint: UseSignal = {
  judges: 'use',
  hears: ["stranger's endpoint"],
  id: 'S41',
  name: 'foreign-endpoint',
  family: 'anomalous',
  group: 'origin',
  authority: 'pin',
  basis: 'fact',
  sentence: 'The call came through a VPC endpoint of another account, by which nobody came before.',
  attack: ['T1078.004', 'T1552.005'],
  falsePositives: [
    'A shared network account takes over the endpoints, and none of its own records are at hand: the first workload to move is told of.',
  ],
  judge(observation) {
    const { use, network, context } = observation;
    const owner = use.vpcEndpointAccountId;
    if (owner === null || owner === use.credential.accountId || context.knownAccounts.has(owner)) return null;
    if (network === null || hasBegunThere(observation) || isKnownThere(observation, network.id)) return null;
    return {
      bits: 12,
      key: owner,
      evidence: `The call came through endpoint ${use.vpcEndpointId ?? ''} of account ${owner}, which is not one of yours`,
      authority: isOrganisationOnRecord(observation) ? 'pin' : 'corroborate',
    };
  },
};

/** It has been nowhere else before, and neither has its kind: there is no change, and a company's endpoints may stand in an account of their own. */
function hasBegunThere({ activeDays }: Observation): boolean {
  return activeDays === 0;
}

/** It came by it before, or others of the account do every day. */
function isKnownThere(observation: Observation, network: string): boolean {
  return trustedDays(observation, 'network', network) > 0 || ordinaryInAccount(observation, 'network', network);
}

/** Where only one account's records are at hand, an account of the same house looks like a stranger's. */
function isOrganisationOnRecord({ context: { knownAccounts } }: Observation): boolean {
  return knownAccounts.size > 1;
}
