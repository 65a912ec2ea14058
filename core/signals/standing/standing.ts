import type { GrantMade } from '../../context/grants/grant-made.ts';
import type { Grants } from '../../context/grants/grants.ts';
import type { TemporaryGrant } from '../../context/grants/temporary-grants.ts';
import type { Refused } from '../../context/grants/trail-evidence.ts';
import type { OpenDoor } from '../../context/grants/trust.ts';
import type { Lease } from '../../context/lease.ts';
import type { DeclaredContext } from '../../context/recorded-context.ts';
import type { UseRecord } from '../../context/seen-use.ts';
import type { LastAccessed } from '../../intake/account/account-inventory.ts';
import type { Credential, CredentialKind } from '../../model/credential.ts';
import { day, type Instant } from '../../model/instant.ts';
import type { Owner } from '../../model/owner.ts';
import type { OwnerSource } from './ownership.ts';

/** The source that tells when a credential was last used. */
export type UseWitness =
  | 'declared'
  | 'credential-report'
  | 'authorization-details'
  | 'access-key-last-used'
  | 'secrets-manager'
  | 'roles-anywhere'
  | 'trail';

/** `unknown` is not `never`: only a witness who looked can say that nothing was there. */
export type LastUse =
  | { readonly kind: 'used'; readonly at: Instant; readonly witness: UseWitness }
  | { readonly kind: 'never'; readonly witness: UseWitness }
  | { readonly kind: 'unknown' };

/** Who runs a role: roles that AWS or Identity Center keeps are not the owner's to rotate or to right-size, nor are our own. */
export type Keeper = 'customer' | 'service' | 'service-linked' | 'identity-center' | 'rescind';

/** What the trail showed of a credential over time. */
export interface Observed extends UseRecord {
  /** Actions that were refused to it, and since when; absent where no trail was read. */
  readonly refused?: readonly Refused[];
}

/** A credential's state without a use: what a sweep sees. */
export interface Standing {
  readonly credential: Credential;
  readonly owner: Owner;
  /** Who says so; null where nobody does. */
  readonly ownerSource: OwnerSource | null;
  /** An owner on record who is not among the people any more; then `owner` is unknown. */
  readonly formerOwner: string | null;
  /** Its tags are not believed for now, so it may have an owner although none is named. */
  readonly tagsDoubted?: true;
  readonly status: 'active' | 'inactive';
  /** Of this key or password, not of its user: rotation starts it anew. */
  readonly createdAt: Instant | null;
  readonly lastUse: LastUse;
  /** When it should end: by AWS's own date, or by a tag. The owner's declared end is in `declared`. */
  readonly expiresAt: Instant | null;
  readonly keeper: Keeper;
  readonly grants: Grants | null;
  /** What the grants were used for, as IAM tells; null where it was not asked. */
  readonly accessed: LastAccessed | null;
  /** Of the user or role; null where it is not known. */
  readonly principalCreatedAt: Instant | null;
  /** Doors of a role's trust policy that stand open to strangers. */
  readonly openDoors: readonly OpenDoor[];
  readonly declared: DeclaredContext | null;
  readonly observed: Observed | null;
  /** Policies of its principal that were given for some time. */
  readonly temporary: readonly TemporaryGrant[];
  /** Null where it is on none. */
  readonly lease: Lease | null;
  /** Ids of the credentials that it replaced, eldest first: the same work under another key. */
  readonly lineage: readonly string[];
  /** The call that has just given it more; absent where there was none. */
  readonly widened?: Widened;
  /** Secrets Manager has just failed to rotate it. */
  readonly rotationFailed?: true;
}

/** What a call gave, and how much a thief could do with the credential before and after: 0 to 1. */
export interface Widened {
  readonly made: GrantMade;
  /** Null where nobody knows what it held. */
  readonly before: number | null;
  readonly after: number;
  /** The worst of it; null where that is nothing. */
  readonly why: string | null;
}

/** Kinds of which AWS keeps a last use. */
const datedKinds: ReadonlySet<CredentialKind> = new Set([
  'access-key',
  'role',
  'console-password',
  'secret',
  'roles-anywhere',
]);
/** Kinds that hold all of their principal's permissions; a key for one service holds only that service's. */
const fullKinds: ReadonlySet<CredentialKind> = new Set(['access-key', 'role', 'console-password']);

export function holdsGrants({ kind }: Credential): boolean {
  return fullKinds.has(kind);
}

/** True where AWS keeps a last use and nobody could read it: a trail that shows one does not show the last. */
export function isLastUseHidden({ credential, lastUse }: Standing): boolean {
  return lastUse.kind === 'unknown' && datedKinds.has(credential.kind);
}

/** What AWS knows of such a credential but could not be read, as a clause; null where everything is known. */
export function unseenOf(standing: Standing): string | null {
  const { credential, status, grants } = standing;
  // Nothing more is asked about what is switched off.
  if (status === 'inactive') return null;
  if (isLastUseHidden(standing)) return 'its last use could not be seen';
  if (!holdsGrants(credential)) return null;
  if (grants === null) return 'its permissions could not be seen';
  const [unread] = grants.unread;
  return unread === undefined ? null : `the text of its policy ${unread} could not be seen`;
}

/** Adds what the trail showed; the latest witness of a use is believed. */
export function withObserved(standing: Standing, observed: Observed): Standing {
  const seen: LastUse =
    observed.lastUsedAt === null ? standing.lastUse : { kind: 'used', at: observed.lastUsedAt, witness: 'trail' };
  return { ...standing, observed, lastUse: laterUse(standing.lastUse, seen) };
}

export function laterUse(a: LastUse, b: LastUse): LastUse {
  if (a.kind === 'used' && b.kind === 'used') return b.at > a.at ? b : a;
  if (a.kind === 'used' || b.kind === 'unknown') return a;
  return b;
}

/** Whole days from one instant to a later one, never negative. */
export function daysBetween(from: Instant, to: Instant): number {
  return Math.max(0, Math.floor((to - from) / day));
}
