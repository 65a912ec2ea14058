import type { AccessKeyId, AccountId, EventId, Region, Untrusted } from '../model/brand.ts';
import type { Credential } from '../model/credential.ts';
import type { Instant } from '../model/instant.ts';
import type { Principal } from '../model/principal.ts';

/** Where the call came from, as far as the record tells. */
export type Source =
  /** Canonical text of a parsed address, public or private. */
  | { readonly kind: 'address'; readonly address: string }
  /** An AWS service's name, or `AWS Internal`: the call was made inside AWS, no place can be judged. */
  | { readonly kind: 'service'; readonly name: string }
  /** A link or proof that the credential signed: whoever has it used it, which says nothing of where, with what or when the holder works. */
  | { readonly kind: 'link' }
  | { readonly kind: 'unknown' };

/** Whether the caller proved itself with a second factor; null where the record does not say. */
export type Mfa = boolean | null;

/**
 * One normalised event: one credential, one action, one place, one instant. Everything downstream reads this and
 * nothing reads the record again, so nothing here is secret: session tokens and passwords never get past intake.
 */
export interface CredentialUse {
  readonly id: EventId;
  readonly at: Instant;
  readonly credential: Credential;
  readonly principal: Principal;
  /** Null where CloudTrail left it out. `ASIA…` for a session. */
  readonly accessKeyId: AccessKeyId | null;
  /**
   * The session, stable where the access key id is not: the sign-in session, else (console traffic, which changes its
   * key with every request) principal and creation date, else the `ASIA…` id; null for a long-lived key.
   */
  readonly session: string | null;
  /** When the session was issued, from `sessionContext`; null for a long-lived key. */
  readonly sessionIssuedAt: Instant | null;
  /** Whose log this record is from; differs from the credential's account on a cross-account call. */
  readonly recipientAccountId: AccountId;
  /** `s3`, `iam`: the event source without its domain. */
  readonly service: string;
  /** `iam:CreateUser`. */
  readonly action: string;
  readonly readOnly: boolean;
  readonly region: Region;
  readonly source: Source;
  readonly vpcEndpointId: string | null;
  /** The account that owns the endpoint; a stranger's endpoint is a stranger's network. */
  readonly vpcEndpointAccountId: AccountId | null;
  readonly userAgent: Untrusted | null;
  /** Null for success. */
  readonly errorCode: string | null;
  /** True where AWS refused for want of permission, in any of its spellings. */
  readonly denied: boolean;
  /** True where AWS says that a policy of the caller's own denies it explicitly, as ours do. */
  readonly explicitlyDenied: boolean;
  readonly mfa: Mfa;
  /** Made in the AWS console by a person's browser. */
  readonly console: boolean;
  /** `sourceIdentity`: set at the first AssumeRole and unchangeable since. */
  readonly sourceIdentity: string | null;
  /** What vouched for the session: an OIDC subject, a SAML subject, the role or key that assumed it. */
  readonly federatedSubject: string | null;
  /** The compute that the session was issued to, e.g. an instance id or a function's ARN; null where it is not compute. */
  readonly issuedTo: { readonly kind: 'instance' | 'function' | 'task'; readonly id: string } | null;
  readonly bearerToken: boolean;
  /** The person's id in the identity store, where Identity Center says for whom the session acts. */
  readonly onBehalfOf?: string | undefined;
  /** What the call was aimed at: see `Target`. */
  readonly target: Target;
}

/** The few request parameters that decide how grave a call is. All are chosen by the caller. */
export interface Target {
  /** The user, role or group that an IAM call changes. */
  readonly principalName: Untrusted | null;
  readonly policyArn: string | null;
  /** Secret, parameter, bucket, snapshot, trail, function …: the first resource name that the call carries. */
  readonly resource: Untrusted | null;
  /** Accounts that the call shares something with, or `all`. */
  readonly sharedWith: readonly string[];
  /** The access key, service-specific credential or login profile that the call makes or changes. */
  readonly accessKeyId: AccessKeyId | null;
  /** The policy that an IAM call writes, as it is written; absent where it writes none. */
  readonly document?: string | undefined;
  /** Whose key encrypts what is written: `its own key`, which only the caller has, or the other account whose KMS key it is. */
  readonly lockedWith?: string | undefined;
  /** The accounts whose code it puts under something of the caller's own. */
  readonly codeOf?: readonly AccountId[] | undefined;
  /** The data set that it reads: see `dataReadBy`. */
  readonly data?: string | undefined;
  /** In how many folders the parameters lie that it reads at once; `all` where it reads all there are. */
  readonly folders?: number | 'all' | undefined;
  /** Of a grave kind, but by its parameters it gives nobody anything: a key off, a policy that only denies. */
  readonly mild?: true | undefined;
  /** By its parameters it turns off what watches, where other calls of the same name keep it up. */
  readonly blinding?: true | undefined;
  /** By its parameters it takes away a way to undo deletions: see `isUnguarding`. */
  readonly unguarding?: true | undefined;
  /** By its parameters it has all that a bucket holds deleted within days. */
  readonly emptying?: true | undefined;
  /** A trail that it makes is to watch all Regions. */
  readonly everywhere?: true | undefined;
  /** It has a service make users, roles or policies: see `hasIdentitiesMade`. */
  readonly hasIdentitiesMade?: true | undefined;
  /** It makes a role that lets accounts outside in only with an external id. */
  readonly asksExternalId?: true | undefined;
}

/** Null where the record names a service, or nothing. */
export function addressOf({ source }: Pick<CredentialUse, 'source'>): string | null {
  return source.kind === 'address' ? source.address : null;
}
