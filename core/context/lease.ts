import type { CredentialKind } from '../model/credential.ts';
import { day, type Instant } from '../model/instant.ts';
import type { LeaseTerms, Policy } from '../policy/policy.ts';

/** What is on record of one credential's lease. */
export interface Lease {
  readonly startedAt: Instant;
  /** The owner's last word that it is still wanted; null where there is none yet. */
  readonly consent: Consent | null;
}

export interface Consent {
  readonly by: string;
  readonly at: Instant;
  /** Until then nothing is done to it for want of use. */
  readonly until: Instant;
}

/** When a lease ends, and for want of what. */
export interface LeaseEnd {
  readonly at: Instant;
  readonly wants: 'use' | 'consent';
}

/** The policy's terms for a kind; null where such credentials are on no lease. */
export function termsFor(kind: CredentialKind, { leases }: Policy): LeaseTerms | null {
  return (leases as Readonly<Partial<Record<CredentialKind, LeaseTerms>>>)[kind] ?? null;
}

/**
 * A lease lasts while the credential is used and, where the terms ask for it, while its owner says so. A word of consent
 * stands in for use until its own end. What first came under a lease today has the whole of its terms before it.
 */
export function leaseEnd({ startedAt, consent }: Lease, lastUsedAt: Instant | null, terms: LeaseTerms): LeaseEnd {
  const used = Math.max(startedAt, lastUsedAt ?? Number.NEGATIVE_INFINITY) + terms.useDays * day;
  const byUse: LeaseEnd = { at: Math.max(used, consent?.until ?? Number.NEGATIVE_INFINITY), wants: 'use' };
  if (terms.consentDays === null) return byUse;
  const word = Math.max((consent?.at ?? startedAt) + terms.consentDays * day, consent?.until ?? 0);
  return word < byUse.at ? { at: word, wants: 'consent' } : byUse;
}

/** The owner's word, for so many days; an earlier, longer word is not shortened by a hasty one. */
export function extend(lease: Lease | null, by: string, now: Instant, forDays: number): Lease {
  const until = Math.max(now + forDays * day, lease?.consent?.until ?? 0);
  return { startedAt: lease?.startedAt ?? now, consent: { by, at: now, until } };
}
