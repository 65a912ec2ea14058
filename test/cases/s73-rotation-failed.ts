import { rotationFailed } from '../../core/signals/stale/rotation-failed.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';
import type { StandingCases } from './case.ts';
import { now, standing } from './standing.ts';

const failed = (rest: Partial<Standing> = {}) => standing({ ...rest, rotationFailed: true });

export const cases: StandingCases = {
  signal: rotationFailed,
  fires: [
    {
      name: 'Secrets Manager reports that a rotation failed',
      standing: failed(),
      now,
      expect: { bits: [8, 10], says: ['could not rotate it'], authority: 'notify' },
    },
  ],
  silent: [{ name: 'no rotation failed', standing: standing(), now, expect: null }],
  lookalike: [
    {
      name: 'a secret that an AWS service manages for itself',
      standing: failed({ keeper: 'service-linked' }),
      now,
      expect: null,
    },
  ],
};
