import { unusedGrants as measure, type UnusedGrants } from '../../context/unused-grants.ts';
import type { StandingSignal } from '../signal.ts';
import { isNotForOwner } from '../stale/window.ts';

export const unusedGrants: StandingSignal = {
  judges: 'standing',
  id: 'S36',
  name: 'unused-grants',
  family: 'overprivileged',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'Most of what the credential may do, it never does.',
  attack: ['T1078.004', 'T1098.003'],
  falsePositives: [
    'Grants for rare work that fell outside the days on record.',
    'Actions whose names in the trail and in IAM differ.',
  ],
  judge(standing, policy, now) {
    const { grants, observed } = standing;
    const { unusedShare, observedDays } = policy.overprivileged;
    if (isNotForOwner(standing) || grants === null || observed === null) return null;
    if (observed.usedActions.length === 0 || observed.observedDays < observedDays) return null;
    const unused = measure(grants, observed.usedActions, now);
    if (unused.share < unusedShare || unused.weight < leastWeight) return null;
    const over = 60 * unused.share + 40 * unused.radius;
    return { bits: over / 5, key: 'unused-grants', evidence: words(unused, observed.observedDays) };
  },
};

/** Four writes to everything: less than that is not worth anybody's morning. */
const leastWeight = 16;

function words({ used, held, idleServices, confidence }: UnusedGrants, days: number): string {
  const services = idleServices.length === 0 ? '' : `; it used nothing of ${some(idleServices)}`;
  const blind =
    confidence > 0.9
      ? ''
      : `; ${Math.round(100 * (1 - confidence))} % of its grants leave no trace and are not counted`;
  return `Used ${used} of ${held} granted actions in ${days} days on record${services}${blind}`;
}

function some(services: readonly string[]): string {
  const rest = services.length - 4;
  return rest > 0 ? `${services.slice(0, 4).join(', ')} and ${rest} more services` : services.join(', ');
}
