import { mfaOf } from '../../context/sighting.ts';
import { surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { seenBefore } from '../words.ts';

export const mfaAbsent: UseSignal = {
  judges: 'use',
  hears: ['mfa'],
  id: 'S29',
  name: 'mfa-absent',
  family: 'anomalous',
  group: 'identity',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'A person who always signs in with a second factor did so without one.',
  attack: ['T1556.006'],
  falsePositives: ['A device was lost, and an administrator helped out.'],
  judge(observation) {
    if (mfaOf(observation.use) !== 'no mfa') return null;
    const bits = Math.min(4, surpriseOf(observation, 'mfa', 'no mfa'));
    if (bits <= 0) return null;
    const before = seenBefore(observation, 'mfa', 'no mfa') ?? 'for the first time';
    return { bits, key: 'mfa', evidence: `No second factor, ${before}` };
  },
};
