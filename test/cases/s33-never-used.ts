import { neverUsed } from '../../core/signals/stale/never-used.ts';
import type { StandingCases } from './case.ts';
import { daysAgo, declared, now, observed, role, standing } from './standing.ts';

const neverSince = (days: number) =>
  ({ createdAt: daysAgo(days), lastUse: { kind: 'never', witness: 'credential-report' } }) as const;

export const cases: StandingCases = {
  signal: neverUsed,
  fires: [
    {
      name: 'its first weeks are over and it was never used',
      standing: standing(neverSince(30)),
      now,
      expect: { bits: [8, 8], says: ['Created 30 days ago', '2026-05-02', 'never used'] },
    },
    { name: 'forgotten for a year', standing: standing(neverSince(365)), now, expect: { bits: [20, 20] } },
  ],
  silent: [
    { name: 'made yesterday', standing: standing(neverSince(1)), now, expect: null },
    { name: 'in use', standing: standing({ createdAt: daysAgo(365) }), now, expect: null },
    { name: 'switched off', standing: standing({ ...neverSince(365), status: 'inactive' }), now, expect: null },
  ],
  lookalike: [
    {
      name: 'nobody knows whether it was used',
      standing: standing({ createdAt: daysAgo(365), lastUse: { kind: 'unknown' } }),
      now,
      expect: null,
    },
    {
      name: 'the first quarter of a quarterly job is not over',
      standing: standing({ ...neverSince(60), declared: declared({ purpose: 'Quarterly tax report' }) }),
      now,
      expect: null,
    },
    {
      name: 'a new key of a job that pauses for two months',
      standing: standing({ ...neverSince(60), observed: observed({ longestGapDays: 62, usedActions: [] }) }),
      now,
      expect: null,
    },
    {
      name: 'a permission set of Identity Center is assigned, not used up',
      standing: standing({ ...neverSince(200), credential: role, keeper: 'identity-center' }),
      now,
      expect: null,
    },
  ],
};
