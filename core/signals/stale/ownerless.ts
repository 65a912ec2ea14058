import type { StandingSignal } from '../signal.ts';
import { ownerConfidence } from '../standing/ownership.ts';
import { mayRest } from './window.ts';

/** Below this, whoever is named is only somebody to ask. */
const leastConfidence = 0.5;

export const ownerless: StandingSignal = {
  judges: 'standing',
  id: 'S35',
  name: 'ownerless',
  family: 'stale',
  // Another group than the other standings': a missing owner makes them worse and says nothing alone.
  group: 'identity',
  authority: 'notify',
  basis: 'fact',
  sentence: 'No owner is on record, so nobody would notice a misuse.',
  attack: ['T1078.004'],
  falsePositives: ['The owner is recorded somewhere else: name the tag in ownerTags, or declare it.'],
  judge(standing) {
    const { owner, ownerSource, credential } = standing;
    if (mayRest(standing) || credential.kind === 'root' || standing.tagsDoubted) return null;
    if (owner.kind === 'unknown') return { bits: 4, key: 'ownerless', evidence: 'No owner is on record' };
    if (ownerSource === null || ownerConfidence[ownerSource] >= leastConfidence) return null;
    return {
      bits: 4,
      key: 'ownerless',
      evidence: `No owner is on record except ${owner.name}, the account's contact`,
    };
  },
};
