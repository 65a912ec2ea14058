import type { CredentialKind } from '../../model/credential.ts';
import { formatDay, type Instant } from '../../model/instant.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Finding, StandingSignal } from '../signal.ts';
import { daysBetween, type Standing } from '../standing/standing.ts';
import { bitsOfDelay, isNotForOwner } from './window.ts';

export const overAge: StandingSignal = {
  judges: 'standing',
  id: 'S34',
  name: 'over-age',
  family: 'stale',
  group: 'standing',
  authority: 'notify',
  basis: 'fact',
  sentence: 'The credential is older than its rotation period allows, or past its declared expiry date.',
  attack: ['T1078.004', 'T1552.001'],
  falsePositives: ['The key is inside a device or at a partner that cannot take a new one: exempt it, with an end.'],
  judge(standing, policy, now) {
    if (isNotForOwner(standing)) return null;
    return expiry(standing, now) ?? age(standing, policy, now);
  },
};

function expiry({ declared, expiresAt }: Standing, now: Instant): Finding | null {
  const word = declared?.expected.expiresAt ?? null;
  const end = word ?? expiresAt;
  if (end === null || end > now) return null;
  const who = word === null ? 'Tagged' : 'Declared';
  const evidence = `${who} to end on ${formatDay(end)}, ${daysBetween(end, now)} days ago, but still active`;
  return { bits: 20, key: 'expired', evidence };
}

/** Roles keep no secret of their own, and a password is better strong than new. */
const rotated: ReadonlySet<CredentialKind> = new Set<CredentialKind>([
  'access-key',
  'root',
  'service-specific',
  'signing-certificate',
  'ssh-key',
  'secret',
  'parameter',
  'event-connection',
  'api-token',
]);

function age(standing: Standing, policy: Policy, now: Instant): Finding | null {
  if (standing.createdAt === null || !rotated.has(standing.credential.kind)) return null;
  // A secret of an AWS service is rotated by that service, on its own terms.
  if (standing.keeper === 'service') return null;
  const ageDays = daysBetween(standing.createdAt, now);
  const limit = policy.stale.rotationDays;
  if (ageDays < limit) return null;
  const evidence = `${ageDays} days old; it should have been rotated after ${limit} days`;
  return { bits: Math.min(mostForAge, bitsOfDelay(ageDays, limit)), key: 'over-age', evidence };
}

/** Age alone is housekeeping, never an emergency: it stays below the scores that contain. */
const mostForAge = 11;
