import { overAge } from '../../core/signals/stale/over-age.ts';
import type { StandingCases } from './case.ts';
import { daysAgo, declared, now, role, root, secret, standing } from './standing.ts';

const ends = (days: number) => declared({ expected: { ...declared().expected, expiresAt: daysAgo(days) } });

export const cases: StandingCases = {
  signal: overAge,
  fires: [
    {
      name: 'a key at the end of its rotation period',
      standing: standing({ createdAt: daysAgo(90) }),
      now,
      expect: { bits: [8, 8], says: ['90 days old', 'after 90'] },
    },
    {
      name: 'ten years of age stay housekeeping',
      standing: standing({ createdAt: daysAgo(3650) }),
      now,
      expect: { bits: [10, 11.9] },
    },
    {
      name: 'past the end that its owner declared',
      standing: standing({ declared: ends(14) }),
      now,
      expect: { bits: [20, 20], says: ['Declared to end on 2026-05-18', '14 days ago'] },
    },
    {
      name: 'at the end that its owner declared',
      standing: standing({ declared: ends(0) }),
      now,
      expect: { bits: [20, 20], says: ['0 days ago'] },
    },
    {
      name: 'a secret of the customer’s own ages',
      standing: standing({ credential: secret, createdAt: daysAgo(2000) }),
      now,
      expect: { bits: [8, 11.9] },
    },
    {
      name: "the root user's key ages too",
      standing: standing({ credential: root, createdAt: daysAgo(900) }),
      now,
      expect: { bits: [8, 11.9] },
    },
  ],
  silent: [
    { name: 'a day before its rotation', standing: standing({ createdAt: daysAgo(89) }), now, expect: null },
    { name: 'of unknown age', standing: standing({ createdAt: null }), now, expect: null },
    { name: 'declared to end tomorrow', standing: standing({ declared: ends(-1) }), now, expect: null },
  ],
  lookalike: [
    {
      name: 'an old role: it has no secret of its own',
      standing: standing({ credential: role, createdAt: daysAgo(2000) }),
      now,
      expect: null,
    },
    {
      name: 'an old secret that an AWS service keeps and rotates',
      standing: standing({ credential: secret, createdAt: daysAgo(2000), keeper: 'service' }),
      now,
      expect: null,
    },
    {
      name: 'an old key that is switched off',
      standing: standing({ createdAt: daysAgo(2000), status: 'inactive' }),
      now,
      expect: null,
    },
  ],
};
