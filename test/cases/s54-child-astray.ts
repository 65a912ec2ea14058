import { childAstray } from '../../core/signals/anomalous/child-astray.ts';
import type { TestimonyCases } from './case.ts';
import { acted, exposed, takenBack } from './testimony.ts';

export const cases: TestimonyCases = {
  signal: childAstray,
  fires: [
    {
      name: 'a key in doubt assumes a role of another account, and the session lists its users',
      told: acted,
      expect: { bits: [3.5, 6], says: ['OrganizationAccountAccessRole', 'iam:ListUsers'], authority: 'corroborate' },
    },
    {
      name: 'the session is refused: an attempt counts',
      told: { ...acted, denied: true },
      expect: { bits: [3.5, 6], says: ['refused'] },
    },
  ],
  silent: [{ name: 'AWS reports the key as public: another reason', told: exposed('aws'), expect: null }],
  lookalike: [{ name: 'its session was contained, which another signal reports', told: takenBack, expect: null }],
};
