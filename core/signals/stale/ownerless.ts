import type { StandingSignal } from '../signal.ts';
import { isNotForOwner } from './window.ts';

export const ownerless: StandingSignal = {
  judges: 'standing',
  id: 'S35',
  name: 'ownerless',
  family: 'stale',
  // Another group than the other standings': a missing owner makes them worse and says nothing alone.
  group: 'identity',
  authority: 'notify',
  basis: 'fact',
  sentence: 'Nobody is on record as the owner, so nobody would notice.',
  attack: ['T1078.004'],
  falsePositives: ['An owner that is kept somewhere else: name the tag in ownerTags, or declare it.'],
  judge(standing) {
    if (isNotForOwner(standing) || standing.owner.kind !== 'unknown' || standing.credential.kind === 'root')
      return null;
    return { bits: 4, key: 'ownerless', evidence: 'Nobody is on record as its owner' };
  },
};
