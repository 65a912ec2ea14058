import { agentAstray } from '../../core/signals/anomalous/agent-astray.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { declared } from './standing.ts';
import { named, use } from './use.ts';

const agent = declared({ kind: 'agent' });

export const cases: UseCases = {
  signal: agentAstray,
  fires: [
    {
      name: 'an agent that summarises files makes an access key for an administrator',
      history: days(20),
      declared: agent,
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [5, 10], says: ['An agent called iam:CreateAccessKey', 's3'], authority: 'pin' },
    },
    {
      name: 'it tries a service that none of its tasks needed, and is refused',
      history: days(20),
      declared: agent,
      use: use({ action: 'rds:DescribeDBInstances', denied: true }),
      expect: { bits: [3, 10], says: ['refused'] },
    },
  ],
  silent: [
    { name: 'an agent at its task', history: days(20), declared: agent, use: use(), expect: null },
    { name: 'not an agent', history: days(20), use: use({ action: 'iam:CreateAccessKey' }), expect: null },
  ],
  lookalike: [
    {
      name: 'an agent is given a new tool, which works at once',
      history: days(20),
      declared: agent,
      use: use({ action: 'sqs:SendMessage' }),
      expect: null,
    },
    {
      name: 'an agent asks who it is',
      history: days(20),
      declared: agent,
      use: use({ action: 'sts:GetCallerIdentity' }),
      expect: null,
    },
  ],
};
