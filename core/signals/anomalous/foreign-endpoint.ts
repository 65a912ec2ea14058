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
  sentence: 'The call came through a VPC endpoint that belongs to another account.',
  attack: ['T1078.004', 'T1552.005'],
  falsePositives: ['A shared network account owns the endpoints of all others.'],
  judge({ use, context }) {
    const owner = use.vpcEndpointAccountId;
    if (owner === null || owner === use.credential.accountId || context.knownAccounts.has(owner)) return null;
    return {
      bits: 12,
      key: owner,
      evidence: `The call came through endpoint ${use.vpcEndpointId ?? ''} of account ${owner}, which is not one of yours`,
    };
  },
};
