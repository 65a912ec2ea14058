import type { StandingSignal } from '../signal.ts';
import { isNotForOwner } from './window.ts';

export const ownerGone: StandingSignal = {
  judges: 'standing',
  id: 'S52',
  name: 'owner-gone',
  family: 'stale',
  group: 'standing',
  authority: 'notify',
  basis: 'word',
  sentence: 'The owner on record has left, and nobody has taken the credential over.',
  attack: ['T1078.004'],
  falsePositives: ['A new address of the same person: correct the tag.'],
  judge(standing) {
    if (isNotForOwner(standing) || standing.formerOwner === null) return null;
    const evidence = `Its owner ${standing.formerOwner} is not among the people any more`;
    return { bits: 9, key: 'owner-gone', evidence };
  },
};
