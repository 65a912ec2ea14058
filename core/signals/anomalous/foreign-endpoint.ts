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
    const { use, context } = observation;
    const owner = use.vpcEndpointAccountId;
    if (owner === null || owner === use.credential.accountId || context.knownAccounts.has(owner)) return null;
    if (hasBegunThere(observation) || isKnownThere(observation)) return null;
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

/** It came by it before, or others of the account do every day. Where the record hides the endpoint, a public address says nothing of it. */
function isKnownThere(observation: Observation): boolean {
  const { network } = observation;
  if (network === null || network.asn !== null) return false;
  return trustedDays(observation, 'network', network.id) > 0 || ordinaryInAccount(observation, 'network', network.id);
}

/** Where only one account's records are at hand, an account of the same house looks like a stranger's. */
function isOrganisationOnRecord({ context: { knownAccounts } }: Observation): boolean {
  return knownAccounts.size > 1;
}
