import { childTakenBack } from '../../core/signals/anomalous/child-taken-back.ts';
import type { TestimonyCases } from './case.ts';
import { exposed, minted, takenBack } from './testimony.ts';

export const cases: TestimonyCases = {
  signal: childTakenBack,
  fires: [
    {
      name: 'a role’s session was revoked, and this key made it',
      told: takenBack,
      expect: { bits: [3, 8], says: ['arn:aws:iam::111122223333:role/deploy', 'contained'], authority: 'corroborate' },
    },
  ],
  silent: [{ name: 'AWS reports the key as public: another reason', told: exposed('aws'), expect: null }],
  lookalike: [{ name: 'a session was made and has not been contained', told: minted, expect: null }],
};
