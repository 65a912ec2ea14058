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
  sentence: 'The owner on record has left, and nobody has taken over the credential.',
  attack: ['T1078.004'],
  falsePositives: ['The same person has a new address: correct the tag.'],
  judge(standing) {
    if (isNotForOwner(standing) || standing.formerOwner === null) return null;
    const evidence = `Its owner ${standing.formerOwner} is no longer in the list of people`;
    return { bits: 9, key: 'owner-gone', evidence };
  },
};
