import { extend } from '../../core/context/lease.ts';
import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import { leaseLapsed } from '../../core/signals/stale/lease-lapsed.ts';
import type { StandingCases } from './case.ts';
import { daysAgo, now, standing } from './standing.ts';

const policy: Policy = { ...defaultPolicy, leases: { 'access-key': { useDays: 30, consentDays: 90 } } };
const lease = { startedAt: daysAgo(200), consent: null };
const used = (days: number) => ({ kind: 'used', at: daysAgo(days), witness: 'access-key-last-used' }) as const;

/** What habits say of its uses: the last on a day without doubt, and until when they were asked. */
const judged = (lastInContext: number | null, until: number) => ({
  lastUsedAt: daysAgo(until),
  longestGapDays: null,
  usedActions: [],
  observedDays: 60,
  inContext: { lastAt: lastInContext === null ? null : daysAgo(lastInContext), judgedUntil: daysAgo(until) },
});
const wanted = extend(lease, 'ada', daysAgo(80), 1);

export const cases: StandingCases = {
  signal: leaseLapsed,
  fires: [
    {
      name: 'nobody used it, and its owner did not confirm it',
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
    {
      name: 'only a thief used it of late',
      standing: standing({ lease: wanted, lastUse: used(1), observed: judged(40, 1) }),
      now,
      policy,
      expect: { bits: [8, 10], says: ['nobody used it on a day without doubt for 30 days'] },
    },
  ],
  silent: [
    {
      name: 'used and wanted',
      standing: standing({ lease: wanted, lastUse: used(1) }),
      now,
      policy,
      expect: null,
    },
    {
      name: 'used as ever after a day of doubt',
      standing: standing({ lease: wanted, lastUse: used(1), observed: judged(1, 1) }),
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
      name: 'used since its uses were last compared with its habits',
      standing: standing({ lease: wanted, lastUse: used(1), observed: judged(40, 35) }),
      now,
      policy,
      expect: null,
    },
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
