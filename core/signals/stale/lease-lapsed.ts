import { leaseEnd, termsFor } from '../../context/lease.ts';
import { lastUseInContext } from '../../context/seen-use.ts';
import { formatDay } from '../../model/instant.ts';
import type { StandingSignal } from '../signal.ts';
import { daysBetween } from '../standing/standing.ts';
import { isNotForOwner } from './window.ts';

export const leaseLapsed: StandingSignal = {
  judges: 'standing',
  id: 'S70',
  name: 'lease-lapsed',
  family: 'stale',
  group: 'standing',
  authority: 'notify',
  basis: 'word',
  sentence:
    'The lease that the policy gives the credential has ended: nobody used it, or its owner did not confirm it.',
  attack: ['T1078.004'],
  falsePositives: ['The owner was away: run rescind extend.'],
  judge(standing, policy, now) {
    const terms = termsFor(standing.credential.kind, policy);
    if (isNotForOwner(standing) || standing.lease === null || terms === null) return null;
    const { lastUse, observed } = standing;
    const lastUsedAt = lastUse.kind === 'used' ? lastUseInContext(lastUse.at, observed?.inContext) : null;
    // Where nobody can see a use, only the owner's word can be missing.
    const blind = lastUse.kind === 'unknown';
    if (blind && terms.consentDays === null) return null;
    const end = leaseEnd(standing.lease, blind ? now : lastUsedAt, terms);
    if (end.at > now) return null;
    const isOtherwiseUsed = lastUse.kind === 'used' && lastUse.at !== lastUsedAt;
    const why =
      end.wants === 'use'
        ? `nobody used it${isOtherwiseUsed ? ' on a day without doubt' : ''} for ${terms.useDays} days`
        : `its owner did not say for ${terms.consentDays} days that it is still wanted`;
    const evidence = `Its lease ended on ${formatDay(end.at)}: ${why}`;
    return { bits: Math.min(20, 8 + daysBetween(end.at, now) / 10), key: `lapsed ${end.wants}`, evidence };
  },
};
