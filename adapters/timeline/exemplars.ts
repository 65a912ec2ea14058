import { fingerprint } from '../../core/context/fingerprint.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Told } from '../../core/intake/told.ts';

/** Exemplars that are compared with what comes; a power of two. */
const places = 16_384;

/**
 * A credential makes the same call again and again, from the same place with the same program. Of all records that differ
 * in nothing but their id and time, one stands for the others. Each has one place to be looked for at, which goes to
 * whoever comes last: who is not found there is held by himself, and nothing is lost but room.
 */
export class Exemplars {
  readonly #latest: (Told | null)[] = Array.from({ length: places }, () => null);

  /** The record that stands for `told`: an earlier one, or itself from now on. */
  standingFor(told: Told): Told {
    const { use } = told;
    // Whoever testifies says something of his own.
    if (use === null || told.testimony !== null) return told;
    const place = placeOf(use);
    const known = this.#latest[place]?.use ?? null;
    if (known !== null && isAlike(known, use)) return this.#latest[place] ?? told;
    this.#latest[place] = told;
    return told;
  }

  clear(): void {
    this.#latest.fill(null);
  }
}

function placeOf({ accessKeyId, principal, action, source, target }: CredentialUse): number {
  let hash = fingerprint(accessKeyId ?? principal.arn) ^ fingerprint(action);
  if (source.kind === 'address') hash = Math.imul(hash, 31) ^ fingerprint(source.address);
  if (target.resource !== null) hash = Math.imul(hash, 31) ^ fingerprint(target.resource);
  return hash & (places - 1);
}

/** Written out, since it is asked of every record: equal in all but id and time. */
function isAlike(a: CredentialUse, b: CredentialUse): boolean {
  return (
    a.session === b.session &&
    a.region === b.region &&
    a.userAgent === b.userAgent &&
    a.errorCode === b.errorCode &&
    a.readOnly === b.readOnly &&
    a.accessKeyId === b.accessKeyId &&
    a.sharedEventId === b.sharedEventId &&
    a.vpcEndpointId === b.vpcEndpointId &&
    a.vpcEndpointAccountId === b.vpcEndpointAccountId &&
    a.sessionIssuedAt === b.sessionIssuedAt &&
    a.recipientAccountId === b.recipientAccountId &&
    a.mfa === b.mfa &&
    a.console === b.console &&
    a.bearerToken === b.bearerToken &&
    a.sourceIdentity === b.sourceIdentity &&
    a.federatedSubject === b.federatedSubject &&
    a.service === b.service &&
    a.action === b.action &&
    a.denied === b.denied &&
    isEqual(a.target, b.target) &&
    isEqual(a.source, b.source) &&
    isEqual(a.principal, b.principal) &&
    isEqual(a.credential, b.credential) &&
    isEqual(a.issuedTo, b.issuedTo) &&
    isEqual(a.mint, b.mint)
  );
}

/** Equality of plain data. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  for (const name in a) if (!isEqual(a[name as never], b[name as never])) return false;
  for (const name in b) if (!(name in a)) return false;
  return true;
}

/** Bytes of everything in a use that has always the same length, more or less. */
const useWeight = 800;

/** About the bytes that it takes to hold. */
export function weightOf({ use, testimony }: Told): number {
  const weight = testimony === null ? 0 : JSON.stringify(testimony).length;
  if (use === null) return weight;
  const { principal, session, userAgent, sourceIdentity, federatedSubject, target } = use;
  const words = [session, userAgent, sourceIdentity, federatedSubject, target.resource, target.policyArn];
  let length = useWeight + 4 * principal.arn.length + 24 * target.sharedWith.length;
  for (const word of words) length += word?.length ?? 0;
  return weight + length;
}
