import { addressOf, type CredentialUse, type Target } from '../intake/credential-use.ts';
import { programOf } from './client.ts';
import { expiredAt } from './declared/declared.ts';
import { type DigestKey, type DigestPart, digest, digestKeyOf } from './habits/digest.ts';
import { isByStrangersEndpoint } from './place.ts';
import type { DeclaredContext, Network } from './recorded-context.ts';
import { isElsewhere, type SessionRecord } from './sessions/session-record.ts';
import { lineOf } from './sighting.ts';

/** Digests of everything in a use that can differ within a day and is judged, except its hour and session. */
export interface Sorts {
  readonly sort: number;
  /** Of its line alone, which is news whatever is done over it. */
  readonly line: number;
}

/** A use, and what it came to. */
interface Sorted {
  readonly key: DigestKey;
  readonly use: CredentialUse;
  readonly network: Network | null;
  readonly peer: string | undefined;
  readonly person: string | undefined;
  readonly sorts: Sorts;
}

/** Four times as many would hardly find more again, and what is kept for long costs the garbage collector. */
const mostLatest = 4_096;

/** Tells sorts of use apart. */
export class Sorter {
  /** Of what is remembered from now on. Made of the first record's id, which AWS draws at random and shows to no caller. */
  #key: DigestKey | null = null;
  // Uses of one call share what it is aimed at, and most come to what the one before came to.
  readonly #latest = new Map<Target, Sorted>();

  keyFrom({ id }: CredentialUse): DigestKey {
    this.#key ??= digestKeyOf(id);
    return this.#key;
  }

  sortsOf(
    key: DigestKey,
    use: CredentialUse,
    network: Network | null,
    session: SessionRecord | null,
    declared: DeclaredContext | null,
  ): Sorts {
    const moved = hasMoved(use, network, session);
    if (moved || isNarrow(declared)) return digested(key, use, network, session, declared, moved);
    const peer = session?.parent?.peer;
    const person = session?.parent?.person;
    const before = this.#latest.get(use.target);
    if (before !== undefined && isSame(before.key, key) && before.network === network && before.peer === peer) {
      if (before.person === person && isAlike(before.use, use)) return before.sorts;
    }
    const sorts = digested(key, use, network, session, declared, moved);
    if (this.#latest.size >= mostLatest) this.#latest.clear();
    this.#latest.set(use.target, { key, use, network, peer, person, sorts });
    return sorts;
  }
}

function isSame([low, high]: DigestKey, other: DigestKey): boolean {
  return low === other[0] && high === other[1];
}

/** The owner's words depend on parts of a use that make no difference otherwise. */
function isNarrow(declared: DeclaredContext | null): boolean {
  if (declared === null) return false;
  const { networks, parents, userAgents, expiresAt } = declared.expected;
  return networks !== null || parents !== null || userAgents !== null || expiresAt !== null;
}

/** Of two uses with the same target, in all that `partsOf` and `lineOf` look at beside it. */
function isAlike(a: CredentialUse, b: CredentialUse): boolean {
  return (
    a.action === b.action &&
    a.region === b.region &&
    a.userAgent === b.userAgent &&
    a.denied === b.denied &&
    a.mfa === b.mfa &&
    a.console === b.console &&
    a.bearerToken === b.bearerToken &&
    a.sourceIdentity === b.sourceIdentity &&
    a.federatedSubject === b.federatedSubject &&
    a.issuedTo?.id === b.issuedTo?.id &&
    a.vpcEndpointAccountId === b.vpcEndpointAccountId &&
    a.source.kind === b.source.kind &&
    addressOf(a) === addressOf(b)
  );
}

function digested(
  key: DigestKey,
  use: CredentialUse,
  network: Network | null,
  session: SessionRecord | null,
  declared: DeclaredContext | null,
  moved: boolean,
): Sorts {
  return {
    sort: digest(key, partsOf(use, network, session, declared, moved)),
    line: digest(key, [network?.id, lineOf(use, network)]),
  };
}

function partsOf(
  use: CredentialUse,
  network: Network | null,
  session: SessionRecord | null,
  declared: DeclaredContext | null,
  moved: boolean,
): DigestPart[] {
  const { action, region, issuedTo, sourceIdentity, federatedSubject, userAgent } = use;
  const { principalName, policyArn, accessKeyId, sharedWith, resource, folders, data, codeOf, document } = use.target;
  const { client, system } = programOf(use);
  return [
    action,
    flagsOf([
      use.denied,
      use.mfa,
      use.console,
      use.bearerToken,
      expiredAt(declared, use.at),
      use.target.mild ?? null,
      use.target.blinding ?? null,
      use.target.unguarding ?? null,
      use.target.emptying ?? null,
      use.target.everywhere ?? null,
      use.target.hasIdentitiesMade ?? null,
      isByStrangersEndpoint(use),
      use.source.kind === 'link',
    ]),
    region,
    network?.id,
    moved ? use.session : null,
    // The address and the endpoint count where the owner named some.
    moved || declared?.expected.networks != null ? addressOf(use) : null,
    declared?.expected.networks != null ? use.vpcEndpointId : null,
    session?.parent?.peer,
    session?.parent?.person,
    sourceIdentity,
    federatedSubject,
    issuedTo?.id,
    // Who acts behind it in every detail, where the owner said who may.
    declared?.expected.parents == null ? null : JSON.stringify(session?.parent ?? null),
    // An upgrade is no other program, but where the owner said which programs, the whole of its name counts.
    declared?.expected.userAgents == null ? client : userAgent,
    system,
    resource,
    folders,
    data,
    codeOf?.join(' '),
    document,
    principalName,
    policyArn,
    accessKeyId,
    ...sharedWith,
  ];
}

function flagsOf(flags: readonly (boolean | null)[]): number {
  return flags.reduce<number>((sum, flag) => 3 * sum + (flag === null ? 0 : flag ? 1 : 2), 0);
}

/** A session that was elsewhere before is judged by itself. */
function hasMoved(use: CredentialUse, network: Network | null, session: SessionRecord | null): boolean {
  if (network === null || session === null) return false;
  for (const place of session.places) if (isElsewhere(place, use, network)) return true;
  return false;
}
