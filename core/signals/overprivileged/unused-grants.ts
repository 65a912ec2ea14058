import { isForEmergencies } from '../../context/declared/declared-cadence.ts';
import { accessEvidence, servicesUsed } from '../../context/grants/last-accessed.ts';
import {
  unusedGrants as measure,
  trailEvidence,
  type UnusedGrants,
  type UseEvidence,
} from '../../context/grants/unused-grants.ts';
import { day, type Instant } from '../../model/instant.ts';
import type { Policy } from '../../policy/policy.ts';
import type { StandingSignal } from '../signal.ts';
import { accessWindowDays, mayRest } from '../stale/window.ts';
import { daysBetween, type Standing } from '../standing/standing.ts';

export const unusedGrants: StandingSignal = {
  judges: 'standing',
  id: 'S36',
  name: 'unused-grants',
  family: 'overprivileged',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'The credential never uses most of its permissions.',
  attack: ['T1078.004', 'T1098.003'],
  falsePositives: [
    'The permissions are for rare work that fell outside the days on record.',
    'The actions have different names in the trail and in IAM.',
  ],
  judge(standing, policy, now) {
    const { grants } = standing;
    const period = periodOnRecord(standing, policy, now);
    if (mayRest(standing) || isForEmergencies(standing.declared)) return null;
    if (grants === null || period === null) return null;
    const unused = measure(grants, period.evidence, now);
    if (unused.share < policy.overprivileged.unusedShare || unused.weight < leastWeight) return null;
    const over = 60 * unused.share + 40 * unused.radius;
    return { bits: over / 5, key: 'unused-grants', evidence: words(unused, period) };
  },
};

/** Whether anything tells what it used. */
export function isUseOnRecord(standing: Standing, policy: Policy, now: Instant): boolean {
  return standing.accessed !== null || periodOnRecord(standing, policy, now) !== null;
}

/** The days over which a use would have been seen, and what was. */
interface Period {
  /** Follows the count of actions. */
  readonly words: string;
  /** The count is a lower bound: of some services it is only known that they were used. */
  readonly atLeast: boolean;
  readonly evidence: UseEvidence;
}

/**
 * IAM's own last-accessed dates where they were asked for, since they see every call and reach back furthest; else the
 * trail. Null where too few days are on record for "unused" to mean anything.
 */
function periodOnRecord(
  { accessed, observed, declared, createdAt, principalCreatedAt }: Standing,
  policy: Policy,
  now: Instant,
): Period | null {
  const least = policy.overprivileged.observedDays;
  if (accessed !== null) {
    const looksBack = accessWindowDays(declared, policy);
    // A rotated key is young; what its user was allowed, and did, is not.
    const bornAt = principalCreatedAt ?? createdAt;
    const days = bornAt === null ? looksBack : Math.min(looksBack, daysBetween(bornAt, now));
    const since = now - looksBack * day;
    // Where nothing at all was used, it is the credential that is stale, and S32 or S33 says so.
    if (days < least || servicesUsed(accessed, since).length === 0) return null;
    return {
      words: `the last ${days} days according to IAM`,
      atLeast: true,
      evidence: accessEvidence(accessed, since),
    };
  }
  if (observed === null || observed.usedActions.length === 0 || observed.observedDays < least) return null;
  return {
    words: `${observed.observedDays} days on record`,
    atLeast: false,
    evidence: trailEvidence(observed.usedActions),
  };
}

/** Four writes to everything: less is not worth the owner's time. */
const leastWeight = 16;

function words({ used, held, idleServices, confidence }: UnusedGrants, period: Period): string {
  const services = idleServices.length === 0 ? '' : `; it never used ${some(idleServices)}`;
  const blind =
    confidence > 0.9
      ? ''
      : `; ${Math.round(100 * (1 - confidence))} % of its grants leave no trace and are not counted`;
  const count = period.atLeast
    ? `Left at least ${held - used} of ${held} granted actions unused`
    : `Used ${used} of ${held} granted actions`;
  return `${count} in ${period.words}${services}${blind}`;
}

function some(services: readonly string[]): string {
  const rest = services.length - 4;
  return rest > 0
    ? `${services.slice(0, 4).join(', ')} and ${rest} more service${rest === 1 ? '' : 's'}`
    : services.join(', ');
}
