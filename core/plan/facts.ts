import type { Revocation } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Federation } from '../intake/federation.ts';
import type { Instant } from '../model/instant.ts';
import type { PersonAccess } from './permission-set-deny.ts';

/** Where the honest workload is known to call from, in the words that IAM conditions understand. */
export interface EstablishedNetworks {
  /** CIDRs actually seen: IAM knows no autonomous systems. */
  readonly cidrs: readonly string[];
  /** `vpc-…` */
  readonly vpcs: readonly string[];
  /** `vpce-…` */
  readonly vpcEndpoints: readonly string[];
}

export const noNetworks: EstablishedNetworks = { cidrs: [], vpcs: [], vpcEndpoints: [] };

/** The one session of a role that the decision is about. */
export interface SessionFacts {
  readonly name: string;
  readonly sourceIdentity: string | null;
  readonly issuedTo: CredentialUse['issuedTo'];
  /** Who outside AWS vouched for it, where the making of the session was seen. */
  readonly federation?: Federation | null;
  /** The person's id in the identity store, where the record shows it. */
  readonly person?: string | null;
}

/** What a plan must know beyond the decision. */
export interface Facts {
  readonly now: Instant;
  /** `AIDA…` or `AROA…`: tells a principal from its namesake. Null where IAM was not asked. */
  readonly uniqueId: string | null;
  /** Characters of inline policies that the principal already has. */
  readonly inlineCharacters: number;
  readonly established: EstablishedNetworks;
  readonly session: SessionFacts | null;
  /** Last call made with the credential; null where it is not known. */
  readonly lastUsedAt: Instant | null;
  /** For a token: how it is revoked, as declared at the moment of acting, and whether a person approved of it. */
  readonly revocation?: { readonly how: Revocation; readonly isApproved: boolean } | null;
  /** The role's trust policy as IAM holds it; absent where IAM was not asked. */
  readonly trust?: string | null;
  /** Where the session is a person's from Identity Center, and this account administers it. */
  readonly identityCenter?: PersonAccess | null;
}
