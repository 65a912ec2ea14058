import type { Revocation } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Federation } from '../intake/who/federation.ts';
import type { Arn } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import type { BoundaryDocument } from './documents/boundary.ts';
import type { PersonAccess } from './measures/permission-set-deny.ts';

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
  /** `arn:aws:signin:…`: the sign-in that the console drew it from, where the record shows it. */
  readonly signIn?: string | null;
  /** The person's id in the identity store, where the record shows it. */
  readonly person?: string | null;
}

/** A session that was opened with the credential, or with a session of it. */
export interface ChildSession {
  readonly role: Arn;
  readonly name: string;
  /** Null where nobody saw it. */
  readonly expiresAt: Instant | null;
  /** Of a role that this product acts with, or is deployed by. */
  readonly isOwn?: true;
}

/** Work that depends on the credential. */
export interface InUse {
  readonly at: Instant;
  /** `ci: deploys the shop`, in the owner's words. */
  readonly by: string;
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
  /** Sessions of other roles that are alive by its doing. */
  readonly children: readonly ChildSession[];
  /** The account's standing deny policy that nobody in the account can take off; null where none is installed. */
  readonly seal: Arn | null;
  /** Nobody else in the account could mend it; false as well where nobody looked. */
  readonly lastAdministrator: boolean;
  /** Honest production's last call from where it belongs, and who it is; null where there is none. */
  readonly inUse: InUse | null;
  /** False where the role that puts on inline policies was left out of the deployment. */
  readonly inlineDenies: boolean;
  /** What a pin leaves, where it is to what the principal uses and not to its networks. */
  readonly boundary?: BoundaryDocument | null;
  /** The role's trust policy as IAM holds it; absent where IAM was not asked. */
  readonly trust?: string | null;
  /** The secret's resource policy, null where it has none, as whoever orders has read it; absent for the automaton. */
  readonly secretPolicy?: { readonly text: string | null } | null;
  /** Where the session is a person's from Identity Center, and this account administers it. */
  readonly identityCenter?: PersonAccess | null;
}

/** What is assumed where nobody looked: no children, no seal, nobody who depends on it, and every measure at hand. */
export const unseenFacts = {
  children: [],
  seal: null,
  lastAdministrator: false,
  inUse: null,
  inlineDenies: true,
} as const;
