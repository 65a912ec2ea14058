import { extend } from '../../core/context/lease.ts';
import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import { leaseLapsed } from '../../core/signals/stale/lease-lapsed.ts';
import type { StandingCases } from './case.ts';
import { daysAgo, now, standing } from './standing.ts';

const policy: Policy = { ...defaultPolicy, leases: { 'access-key': { useDays: 30, consentDays: 90 } } };
const lease = { startedAt: daysAgo(200), consent: null };
const used = (days: number) => ({ kind: 'used', at: daysAgo(days), witness: 'access-key-last-used' }) as const;

export const cases: StandingCases = {
  signal: leaseLapsed,
  fires: [
    {
      name: 'nobody used it, nobody spoke for it',
      standing: standing({ lease: extend(lease, 'ada', daysAgo(80), 40), lastUse: used(35) }),
      now,
      policy,
      expect: { bits: [8, 9], says: ['nobody used it for 30 days'] },
    },
    {
      name: 'it is at work, but its owner has not said so for long',
      standing: standing({ lease, lastUse: used(1) }),
      now,
      policy,
      expect: { bits: [8, 20], says: ['owner did not say for 90 days'] },
    },
  ],
  silent: [
    {
      name: 'used and wanted',
      standing: standing({ lease: extend(lease, 'ada', daysAgo(80), 1), lastUse: used(1) }),
      now,
      policy,
      expect: null,
    },
    { name: 'on no lease', standing: standing({ lastUse: used(80) }), now, expect: null },
    {
      name: 'switched off',
      standing: standing({ lease, status: 'inactive', lastUse: used(80) }),
      now,
      policy,
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'idle, but its owner gave a word that is longer than the terms',
      standing: standing({ lease: extend(lease, 'ada', daysAgo(100), 180), lastUse: used(120) }),
      now,
      policy,
      expect: null,
    },
    {
      name: 'idle for a year, under a lease since yesterday',
      standing: standing({ lease: { startedAt: daysAgo(1), consent: null }, lastUse: used(365) }),
      now,
      policy,
      expect: null,
    },
  ],
};
