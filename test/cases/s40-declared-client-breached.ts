import { declaredClient } from '../../core/signals/anomalous/declared-client.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { expects } from './standing.ts';
import { use } from './use.ts';

const boto = expects({ userAgents: ['Boto3'] });

export const cases: UseCases = {
  signal: declaredClient,
  fires: [
    {
      name: 'a job declared as boto3 is run from the command line',
      history: days(30),
      declared: boto,
      use: use({ by: 'aws-cli/2.17' }),
      expect: { bits: [3, 9], says: ['Boto3', 'aws-cli'] },
    },
  ],
  silent: [
    { name: 'the declared program', declared: boto, use: use(), expect: null },
    { name: 'no program was declared', use: use({ by: 'aws-cli/2.17' }), expect: null },
  ],
  lookalike: [
    { name: 'another version of the declared program', declared: boto, use: use({ by: 'Boto3/2.0' }), expect: null },
    {
      name: 'the declaration is out of date: terraform has driven it for weeks',
      history: days(30, { by: 'terraform/1.9' }),
      declared: boto,
      use: use({ by: 'terraform/1.9' }),
      expect: null,
    },
  ],
};
