import type { Credential } from '../model/credential.ts';
import { day, type Instant } from '../model/instant.ts';

/** A credential that was there once, or is. */
export interface Forebear {
  readonly credential: Credential;
  /** When it was made; where nobody knows, when it was first seen. */
  readonly since: Instant | null;
  readonly lastUsedAt: Instant | null;
  /** Switched off, or gone. */
  readonly ended: boolean;
}

/** Kinds of which a rotation makes another one with an id of its own; all others keep theirs. */
const renewed: ReadonlySet<Credential['kind']> = new Set(['access-key', 'ssh-key', 'signing-certificate']);

export function isRenewed({ kind }: Pick<Credential, 'kind'>): boolean {
  return renewed.has(kind);
}

/** For so long after a new one is made, the old one may still be used by whoever has not heard. */
const handOver = 30 * day;
/** Only what has been silent for this long has been replaced. */
const silence = 14 * day;

/**
 * Credential → those in whose place it came, eldest first: what one was used for, and was promised, goes for the next. One
 * follows another of the same kind and principal where the elder has ended, or fell silent as the younger took over. Two that
 * are at work side by side are two.
 */
export function lineages(all: readonly Forebear[], now: Instant): ReadonlyMap<string, readonly Credential[]> {
  const found = new Map<string, readonly Credential[]>();
  const families = Map.groupBy(
    all.filter(({ credential }) => isRenewed(credential)),
    ({ credential }) => `${credential.kind} ${credential.principal}`,
  );
  for (const family of families.values()) {
    const followed = new Set<Forebear>();
    const inOrder = family.toSorted(
      (a, b) => (a.since ?? 0) - (b.since ?? 0) || (a.credential.id < b.credential.id ? -1 : 1),
    );
    for (const [at, younger] of inOrder.entries()) {
      const elder = inOrder.slice(0, at).findLast((one) => !followed.has(one) && follows(younger, one, now));
      if (elder === undefined) continue;
      followed.add(elder);
      found.set(younger.credential.id, [...(found.get(elder.credential.id) ?? []), elder.credential]);
    }
  }
  return found;
}

function follows(younger: Forebear, elder: Forebear, now: Instant): boolean {
  if (younger.since === null || elder.since === younger.since) return false;
  const { lastUsedAt } = elder;
  if (lastUsedAt !== null && lastUsedAt > younger.since + handOver) return false;
  if (elder.ended) return true;
  // Alive, it is replaced only by what is used in its stead.
  return lastUsedAt !== null && now - lastUsedAt >= silence && (younger.lastUsedAt ?? 0) > lastUsedAt;
}
