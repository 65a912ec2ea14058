import type { TrailEvidence } from '../context/grants/trail-evidence.ts';
import type { AccountInventory } from '../intake/account/account-inventory.ts';
import type { AccountId } from '../model/brand.ts';
import { type Credential, type CredentialKind, isPersonsRole, isToken, subjectOf } from '../model/credential.ts';
import { day, hour, type Instant } from '../model/instant.ts';
import { plainStanding } from '../signals/standing/inventory.ts';
import type { Standing } from '../signals/standing/standing.ts';

/** GetSessionToken and GetFederationToken make nothing that lasts longer. */
const longestSession = 36 * hour;

/** A credential, and when it was last seen at work. */
export interface InUse {
  readonly credential: Credential;
  readonly lastUsedAt: Instant;
}

/** All of the account that a trail shows. */
export function inUseBy(trail: TrailEvidence, accountId: AccountId): readonly InUse[] {
  return trail.credentialsIn(accountId).map((credential) => {
    return { credential, lastUsedAt: trail.seen(credential)?.lastUsedAt ?? 0 };
  });
}

/**
 * Credentials that no list of the account shows and that were seen in use: those of which AWS keeps no list, and those of
 * which nobody may read it. What a whole list lacks has been deleted since, and is none.
 */
export function seenInUse(
  inventory: Pick<AccountInventory, 'gaps'>,
  listed: readonly Standing[],
  used: readonly InUse[],
  now: Instant,
): readonly Standing[] {
  const known = new Set(listed.map(({ credential }) => subjectOf(credential)));
  const roles = new Set(listed.flatMap(({ credential }) => (credential.kind === 'role' ? [credential.id] : [])));
  const isBlind = (what: RegExp) => inventory.gaps.some((gap) => what.test(gap.what));
  const isThere = ({ credential, lastUsedAt }: InUse): boolean => {
    if (isPersonsRole(credential) && roles.has(credential.id)) return true;
    if (credential.kind === 'session-token') return now - lastUsedAt < longestSession;
    // A use that does not tell which of its user's it was is counted to the one that the user has: see `namedBy`.
    if (isUnnamed(credential) && namedBy(credential, listed).length === 1) return false;
    return isToken(credential.kind) || isBlind(listsOf(credential.kind));
  };
  return used
    .filter((one) => !known.has(subjectOf(one.credential)) && isThere(one))
    .map(({ credential }) => {
      const standing = plainStanding(credential);
      // The root user is always there; whether it has a key is what nobody could see.
      return credential.kind === 'root' ? { ...standing, status: 'inactive' as const } : standing;
    });
}

/** What could not be read where the list of such credentials is not whole. */
function listsOf(kind: CredentialKind): RegExp {
  switch (kind) {
    case 'access-key':
      return /^(?:the account|access keys|users)/;
    case 'console-password':
      return /^(?:the account|console passwords)/;
    case 'root':
      return /^(?:the account|credential report)/;
    case 'service-specific':
      return /^(?:the account|service-specific)/;
    case 'ssh-key':
      return /^(?:the account|SSH keys|users)/;
    default:
      return /^(?:the account|users, roles)/;
  }
}

/** Seldom does a record say which key for a service it was: then its id is its user's ARN. */
function isUnnamed({ kind, id, principal }: Credential): boolean {
  return (kind === 'service-specific' || kind === 'ssh-key') && id === principal;
}

/** Those of the user that it can have been. */
function namedBy({ kind, principal }: Credential, listed: readonly Standing[]): readonly Standing[] {
  return listed.filter(
    ({ credential, status }) => credential.kind === kind && credential.principal === principal && status === 'active',
  );
}

/** The names by which the trail may speak of it: its own, and its user's where there is no other of the kind. */
export function namesInTrail({ credential }: Standing, listed: readonly Standing[]): readonly Credential[] {
  if (credential.kind !== 'service-specific' && credential.kind !== 'ssh-key') return [];
  const [only, other] = namedBy(credential, listed);
  return only?.credential.id === credential.id && other === undefined
    ? [{ ...credential, id: credential.principal }]
    : [];
}

/** Records come within a quarter of an hour; a trail that ends days ago says nothing of the days since. */
const freshest = 2 * day;

/** Whether a credential that it does not show was not used: it sees every Region, and up to now. */
export function seesAll(
  trail: TrailEvidence | undefined,
  { recording }: Pick<AccountInventory, 'recording'>,
  now: Instant,
): boolean {
  const latestAt = trail?.latestAt ?? null;
  if (latestAt === null || now - latestAt > freshest) return false;
  return recording !== null && recording.unrecordedRegions.length === 0;
}
