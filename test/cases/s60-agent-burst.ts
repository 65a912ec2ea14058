import { agentBurst } from '../../core/signals/anomalous/agent-burst.ts';
import type { UseCases } from './case.ts';
import { burst, days } from './history.ts';
import { declared } from './standing.ts';
import { use } from './use.ts';

const agent = declared({ kind: 'agent' });
const many = burst(600, () => ({}));

export const cases: UseCases = {
  signal: agentBurst,
  fires: [
    {
      name: 'an agent that makes a few calls a day reads six hundred objects within half an hour',
      history: days(20),
      earlier: many,
      declared: agent,
      use: use(),
      expect: { bits: [7, 8], says: ['An agent made about', 'its busiest in 20 days had 1'], authority: 'corroborate' },
    },
  ],
  silent: [
    { name: 'an agent at its usual speed', history: days(20), declared: agent, use: use(), expect: null },
    {
      name: 'a batch job may be busy: there is another signal for it',
      history: days(20),
      earlier: many,
      use: use(),
      expect: null,
    },
    {
      name: 'an agent whose rhythm nobody knows yet',
      history: days(3),
      earlier: many,
      declared: agent,
      use: use(),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'a long conversation',
      history: days(20),
      earlier: burst(35, () => ({})),
      declared: agent,
      use: use(),
      expect: null,
    },
    {
      name: 'an agent that is always this busy',
      history: many.flatMap((one) => days(3, one)).concat(days(10, {}, 4)),
      earlier: many,
      declared: agent,
      use: use(),
      expect: null,
    },
  ],
};
