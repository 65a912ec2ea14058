import { defaultPolicy } from '../../core/policy/policy.ts';
import { declaredNetwork } from '../../core/signals/anomalous/declared-network.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsIreland, awsOhio, hosting, hotel, office } from './places.ts';
import { expects } from './standing.ts';
import { laptop, mia, pipeline, region, use } from './use.ts';

const onlyAws = expects({ networks: ['AS16509'] });

export const cases: UseCases = {
  signal: declaredNetwork,
  fires: [
    {
      name: 'a backup job that belongs in AWS calls from a rented server',
      history: days(20),
      declared: onlyAws,
      use: use({ from: hosting }),
      expect: { bits: [8, 16], says: ['AS16509', 'AS24940 (Hetzner, FI)'], authority: 'pin' },
    },
    {
      name: 'where the owner’s word is enforced, a breach is enough by itself',
      history: days(20),
      declared: onlyAws,
      policy: { ...defaultPolicy, declared: 'enforce' },
      use: use({ from: hosting }),
      expect: { bits: [20, 20], authority: 'hard' },
    },
    {
      name: 'a pipeline’s session says from a machine in AWS that it is the console’s own terminal',
      history: days(20, { ...pipeline, from: office }),
      declared: expects({ networks: ['AS64500'] }),
      use: use({ ...pipeline, by: 'aws-cli/2.17 exec-env/CloudShell', from: awsIreland }),
      expect: { bits: [12, 12], authority: 'pin' },
    },
  ],
  silent: [
    { name: 'a call from the declared network', history: days(20), declared: onlyAws, use: use(), expect: null },
    { name: 'nothing was declared', history: days(20), use: use({ from: hosting }), expect: null },
  ],
  lookalike: [
    {
      name: 'a function that moved to Ohio with its Region: weighs no more than the new place',
      history: days(20, pipeline),
      declared: expects({ networks: ['vpce-0abc'] }),
      use: use({ ...pipeline, from: awsOhio, region: region('us-east-2') }),
      expect: { bits: [1, 10], authority: 'corroborate' },
    },
    {
      name: 'the owner moved the job to the office a week ago and forgot to say so',
      history: [...days(20, {}, 8), ...days(7, { from: office })],
      declared: onlyAws,
      use: use({ from: office }),
      expect: { bits: [0, 3], authority: 'notify' },
    },
    {
      name: 'a job moves to the network where the rest of its account has been for weeks: no more than evidence',
      history: days(20),
      neighbours: days(20, { from: hosting }),
      declared: onlyAws,
      use: use({ from: hosting }),
      expect: { bits: [1, 10], authority: 'corroborate' },
    },
    ...[
      { where: 'a hotel: people move', from: hotel, bits: [2, 2] as const },
      { where: 'a server in a cloud: nobody moves there', from: awsIreland, bits: [4, 4] as const },
      { where: 'a rented server, neither', from: hosting, bits: [4, 4] as const },
    ].map(({ where, from, bits }) => ({
      name: `a person declared the office, and the key’s first day is at ${where}`,
      declared: expects({ networks: ['AS64500'] }, { kind: 'dev' }),
      use: use({ ...laptop, from }),
      expect: { bits, authority: 'corroborate' } as const,
    })),
    {
      name: 'a person declared the office and works from a hotel',
      history: workdays(20, { ...laptop, from: office }),
      declared: expects({ networks: ['AS64500'] }, { kind: 'dev' }),
      use: use({ ...laptop, from: hotel }),
      expect: { bits: [1, 10], authority: 'corroborate' },
    },
    {
      name: 'a call through an endpoint cannot be compared with a declared autonomous system',
      history: days(20),
      declared: onlyAws,
      use: use({ vpcEndpointId: 'vpce-0abc' }),
      expect: null,
    },
    {
      name: 'the console’s own terminal runs in AWS wherever the person sits',
      history: days(20, { ...mia, from: office }),
      declared: expects({ networks: ['AS64500'] }),
      use: use({ ...mia, by: 'aws-cli/2.17 exec-env/CloudShell', from: awsIreland }),
      expect: null,
    },
  ],
};
