import { surpriseOf } from '../observation.ts';
import { isStoppingSomebody, mostOfResponder } from '../stopping.ts';
import { graveAction } from './grave-action.ts';

export const discovery = graveAction({
  id: 'S48',
  name: 'discovery',
  tactic: 'discovery',
  base: 2.5,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential asks for the first time who and what there is: users, roles, secrets, accounts, limits.',
  attack: ['T1087.004', 'T1069.003', 'T1580'],
  falsePositives: ['A person looks around in the console.', 'A new tool takes stock.'],
  deed: (observation) => `Looked around with ${observation.use.action}`,
  /** Only beside a record of doing otherwise: a credential that always does new things says nothing by one more. */
  weigh: (observation, bits) => {
    if (surpriseOf(observation, 'action', observation.use.action) < 0.5) return { bits: 0 };
    return { bits: isStoppingSomebody(observation) ? Math.min(bits, mostOfResponder) : bits };
  },
});
