import { unused } from '../../core/signals/stale/unused.ts';
import type { StandingCases } from './case.ts';
import { daysAgo, declared, now, observed, role, standing } from './standing.ts';

const idle = (days: number) =>
  ({ lastUse: { kind: 'used', at: daysAgo(days), witness: 'credential-report' } }) as const;

export const cases: StandingCases = {
  signal: unused,
  fires: [
    {
      name: 'unused for exactly the configured number of days',
      standing: standing(idle(45)),
      now,
      expect: { bits: [8, 8], says: ['Unused for 45 days', 'credential report'] },
    },
    {
      name: 'idle far longer than any pause on record',
      standing: standing({ ...idle(212), observed: observed({ longestGapDays: 14 }) }),
      now,
      expect: { bits: [20, 20], says: ['Unused for 212 days', 'longest pause on record is 14 days'] },
    },
    {
      name: 'a long pause stretches the window, but never past the cap',
      standing: standing({ ...idle(125), observed: observed({ longestGapDays: 100 }) }),
      now,
      expect: { bits: [8, 9] },
    },
    {
      name: 'a role that nobody assumes',
      standing: standing({ ...idle(90), credential: role }),
      now,
      expect: { bits: [16, 16] },
    },
  ],
  silent: [
    { name: 'one day inside the window', standing: standing(idle(44)), now, expect: null },
    {
      name: 'it came back from a longer pause than the cap',
      standing: standing({ ...idle(200), observed: observed({ longestGapDays: 184 }) }),
      now,
      expect: null,
    },
    { name: 'nobody knows when it was used', standing: standing({ lastUse: { kind: 'unknown' } }), now, expect: null },
    { name: 'already switched off', standing: standing({ ...idle(400), status: 'inactive' }), now, expect: null },
  ],
  lookalike: [
    {
      name: 'a quarterly job between two quarters',
      standing: standing({ ...idle(91), observed: observed({ longestGapDays: 70 }) }),
      now,
      expect: null,
    },
    {
      name: 'a yearly audit that its owner declared',
      standing: standing({ ...idle(300), declared: declared({ purpose: 'annual audit export' }) }),
      now,
      expect: null,
    },
    {
      name: 'a break-glass key waits to be needed',
      standing: standing({ ...idle(200), declared: declared({ kind: 'break-glass' }) }),
      now,
      expect: null,
    },
    {
      name: 'a canary is there to lie unused',
      standing: standing({ ...idle(500), declared: declared({ canary: true }) }),
      now,
      expect: null,
    },
    {
      name: "a service-linked role is AWS's own",
      standing: standing({ ...idle(300), credential: role, keeper: 'service-linked' }),
      now,
      expect: null,
    },
    {
      name: 'a role that services assume waits for its failure',
      standing: standing({ ...idle(100), credential: role, keeper: 'service' }),
      now,
      expect: null,
    },
  ],
};
