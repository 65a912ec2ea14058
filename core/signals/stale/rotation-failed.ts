import type { StandingSignal } from '../signal.ts';
import { isNotForOwner } from './window.ts';

export const rotationFailed: StandingSignal = {
  judges: 'standing',
  id: 'S73',
  name: 'rotation-failed',
  family: 'stale',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'Secrets Manager could not rotate the secret, so its previous value is still valid.',
  attack: ['T1552'],
  falsePositives: ['The rotation is still being set up, or succeeds when Secrets Manager tries again.'],
  judge(standing) {
    if (standing.rotationFailed !== true || isNotForOwner(standing)) return null;
    const evidence = 'Secrets Manager could not rotate it: whoever has the previous value can still use it';
    return { bits: 9, key: 'rotation-failed', evidence };
  },
};
