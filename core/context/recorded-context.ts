import type { AccessKeyId, Arn } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import { type Owner, unknownOwner } from '../model/owner.ts';
import type { Grants } from './grants/grants.ts';
import type { Maker } from './grants/maker.ts';
import type { Baseline } from './habits/baseline.ts';
import type { Population } from './population.ts';
import type { Recent } from './recent.ts';
import type { SessionRecord } from './sessions/session-record.ts';

/** A gateway is a security service that companies send their people out through, and that lets nobody else out. */
export type NetworkKind =
  | 'cloud'
  | 'isp'
  | 'corp'
  | 'gateway'
  | 'hosting'
  | 'vpn'
  | 'tor'
  | 'private'
  | 'endpoint'
  | 'unknown';

/** The network that a call came from: what is remembered instead of the address, since addresses change and networks rarely do. */
export interface Network {
  /** `AS3320`, `AS16509 IE` for Amazon by whichever of its numbers, `vpce-0ab…`, `10.12.0.0/16` for private space, or the /24 (IPv6: /48) where no table knows better. */
  readonly id: string;
  readonly asn: number | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
  readonly organisation: string | null;
  readonly kind: NetworkKind;
  /** Inside AWS's own address ranges. */
  readonly aws: boolean;
  /** A way out of the house itself, though at a provider of servers: many of its people come by it. Absent for all others. */
  readonly house?: true;
  /** At a provider of servers whose addresses change, by which many of the house's people come day by day, as this one may. Absent for all others. */
  readonly frequented?: true;
}

/** Where it stands says nothing of where its people are. */
export function isWayOut({ house, frequented, kind }: Network): boolean {
  return house === true || frequented === true || kind === 'gateway';
}

/** Port: which network does this address belong to? Pure, from tables loaded beforehand. */
export interface Networks {
  locate(address: string): Network;
}

/** How a token is revoked at whoever issued it. It goes one way, so that a machine does so only where `automatic` says that it may. */
export type Revocation =
  /** RFC 7009. `client`: the secret with endpoint and client; `token`: the secret that holds the token, in `field` of its JSON or as a whole. */
  | {
      readonly by: 'rfc7009';
      readonly client: Arn;
      readonly token: Arn;
      readonly field: string | null;
      readonly automatic: boolean;
    }
  /** The owner's own handler hears `RevocationRequested` on the bus. */
  | { readonly by: 'handler'; readonly automatic: boolean };

/** What the owner said this credential is for. Absent fields say nothing, and readers take an empty list for absent: templates have them. */
export interface DeclaredContext {
  readonly purpose: string | null;
  /** `ci`, `lambda`, `agent`, `dev` …: the owner's word, not proof. */
  readonly kind: string | null;
  readonly owner: Owner;
  readonly createdAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  readonly accessKeyId: AccessKeyId | null;
  /** Actions (`s3:GetObject`, `s3:*`) or names of policies. */
  readonly granted: readonly string[];
  /** The secret whose own rotation replaces this credential. */
  readonly rotation: { readonly secret: Arn } | null;
  /** How a token that is not of AWS is revoked. */
  readonly revocation: Revocation | null;
  /** The Region that it is at home in, whether it was seen there or not. */
  readonly homeRegion?: string;
  /** What a parameter holds: the id or ARN of the credential that its value opens. */
  readonly holds?: string;
  readonly expected: {
    /** CIDR, `AS16509` or `vpc-…` / `vpce-…`. */
    readonly networks: readonly string[] | null;
    readonly regions: readonly string[] | null;
    /** `s3` or `s3.amazonaws.com`. */
    readonly services: readonly string[] | null;
    /** `s3:GetObject`, `s3:Get*`. */
    readonly actions: readonly string[] | null;
    readonly userAgents: readonly string[] | null;
    /** Who may stand behind its sessions: ARN, source identity, federated subject or session tag (`workflow=nightly`). */
    readonly parents: readonly string[] | null;
    readonly callsPerHour: number | null;
    readonly expiresAt: Instant | null;
  };
  readonly canary: boolean;
}

/** An owner's word that says nothing yet. */
export const nothingDeclared: DeclaredContext = {
  purpose: null,
  kind: null,
  owner: unknownOwner,
  createdAt: null,
  lastUsedAt: null,
  accessKeyId: null,
  granted: [],
  rotation: null,
  revocation: null,
  expected: {
    networks: null,
    regions: null,
    services: null,
    actions: null,
    userAgents: null,
    parents: null,
    callsPerHour: null,
    expiresAt: null,
  },
  canary: false,
};

/** What a list of credentials gave, whatever its owner declared. */
export interface Inventoried {
  readonly createdAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  /** 0 to 1: how much a thief would hold; null where the grants are not known. */
  readonly blastRadius: number | null;
  /** What it holds, as the list says; absent where nobody asks for more than how much that is. */
  readonly grants?: Grants | null;
}

/** What is known about a credential when one of its uses is judged: the owner's word and what was learned. */
export interface RecordedContext {
  readonly declared: DeclaredContext | null;
  /** Learned from this credential's own uses. */
  readonly baseline: Baseline;
  /** Learned from all credentials of the same user: a rotated key starts from its user's habits, not from nothing. */
  readonly principalBaseline: Baseline | null;
  /** Learned from all credentials of its kind in the account; null where nobody said what it is for. */
  readonly kinBaseline: Baseline | null;
  /** Learned from every credential of the account: what is new to one may be ordinary to its neighbours. */
  readonly accountBaseline: Baseline | null;
  /** Where this use's session was seen before; null for long-lived credentials. */
  readonly session: SessionRecord | null;
  readonly recent: Recent;
  /** What the person at work did lately, under whatever role; absent where nobody is known. */
  readonly story?: Recent | undefined;
  /** What the credentials of the account showed lately. */
  readonly population: Population;
  /** Who made it, or the user or role that it is of, where that was seen: of a user or role before it was first used. */
  madeBy?: Maker | undefined;
  /** Bits that speak against the credential that had this session made, or who made the credential; 0 where nothing does, or nobody is known. */
  readonly parentDoubt: number;
  /** Whether that was enough to take it back. */
  readonly isParentTaken?: boolean | undefined;
  /** Whoever made the credential was taken back about then, however long ago that is. */
  readonly isMadeWhileTaken?: boolean | undefined;
  /** Learned from the key that had this session made; absent where nobody knows of one. */
  readonly parentBaseline?: Baseline | undefined;
  /** Learned from all roles that Identity Center gives the person who had this session of another role made; absent where nobody is known. */
  readonly handsBaseline?: Baseline | undefined;
  /** Learned from all roles that Identity Center gives the same person; null for every other credential. */
  readonly personBaseline: Baseline | null;
  /** What an inventory taken earlier says; null where there is none. */
  readonly inventoried: Inventoried | null;
  /** How much it can do since somebody gave it more than the list knows: 0 to 1. Absent where nobody did. */
  radius?: number;
  /** Since when a use of it would have been seen, as it was first met; null where nobody can tell. */
  readonly watchedSince: Instant | null;
  /** Accounts of the organisation, as far as the logs show them. */
  readonly knownAccounts: ReadonlySet<string>;
}

/** Learned of it and of whom it belongs to. */
export function ownBaselines(context: RecordedContext): readonly (Baseline | null)[] {
  return [context.baseline, context.principalBaseline, context.personBaseline];
}
