import type { AccessKeyId, AccountId, Arn, TokenRef } from './brand.ts';

/**
 * The thing that can be taken back.
 *
 * `id` is what the decisions file prints and what a person would look for: the access key id of a long-lived key,
 * the ARN of everything else. `principal` is who it speaks for. A short-lived session is never a credential's whole
 * identity: its state hangs on the role or user that it came from, and `sessionKey` of the use says which session it was.
 */
export type Credential =
  | { readonly kind: 'access-key'; readonly id: AccessKeyId; readonly accountId: AccountId; readonly principal: Arn }
  /** A role as seen through its sessions. `person` separates the people behind one role: whom Identity Center names. */
  | {
      readonly kind: 'role';
      readonly id: Arn;
      readonly accountId: AccountId;
      readonly principal: Arn;
      readonly person: string | null;
    }
  /** GetSessionToken and GetFederationToken: they inherit from the user, and outlive the disabling of its key. */
  | { readonly kind: 'session-token'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  | { readonly kind: 'console-password'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  | { readonly kind: 'root'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  /** Bedrock, CodeCommit, Keyspaces and CloudWatch Logs credentials of an IAM user. */
  | { readonly kind: 'service-specific'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  /** X.509 for the old SOAP interfaces, and SSH for CodeCommit: neither leaves a last-used date anywhere. */
  | { readonly kind: 'signing-certificate'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  | { readonly kind: 'ssh-key'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  | { readonly kind: 'secret'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  /**
   * Not of AWS: what an OAuth server granted to a client, and a static token of an API. Only a registered source speaks of
   * them, in the account that it was registered for. The principal is the client that holds it, and no ARN.
   */
  | { readonly kind: 'oauth-token'; readonly id: TokenRef; readonly accountId: AccountId; readonly principal: Arn }
  | { readonly kind: 'api-token'; readonly id: TokenRef; readonly accountId: AccountId; readonly principal: Arn }
  /** A value in Parameter Store: what it opens is what its owner declares that it holds. */
  | { readonly kind: 'parameter'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  /** A profile, trust anchor or list of revoked certificates of IAM Roles Anywhere; its sessions are a role's. */
  | { readonly kind: 'roles-anywhere'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  /** An OpenID Connect or SAML provider: whoever it vouches for may have a role that trusts it. Its sessions are the role's. */
  | { readonly kind: 'identity-provider'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn }
  /** What EventBridge presents to somebody else's API. */
  | { readonly kind: 'event-connection'; readonly id: Arn; readonly accountId: AccountId; readonly principal: Arn };

export type CredentialKind = Credential['kind'];

export type TokenKind = 'oauth-token' | 'api-token';

/** Whether it is a credential of which AWS knows nothing. */
export function isToken(kind: string): kind is TokenKind {
  return kind === 'oauth-token' || kind === 'api-token';
}

/**
 * Whose habits count as ordinary around it: those of its account, or for a token those of its source. A gateway's customers
 * must not make a network ordinary for the account's own keys.
 */
export function neighbourhoodOf({ kind, id, accountId }: Credential): string {
  return isToken(kind) ? `${accountId} ${id.slice(0, id.indexOf(':'))}` : accountId;
}

/** A role as one person bears it, whom Identity Center names. */
export type PersonsRole = Extract<Credential, { readonly kind: 'role' }> & { readonly person: string };

export function isPersonsRole(credential: Credential): credential is PersonsRole {
  return credential.kind === 'role' && credential.person !== null;
}

/** Alike enough to be measured by one another; what its owner calls a credential would make the classes too small to count. */
export function classOf(credential: Credential): string {
  return isPersonsRole(credential) ? 'role of a person' : credential.kind;
}

/** The key under which a credential's recorded context is stored. */
export function subjectOf(credential: Credential): string {
  const known = subjects.get(credential);
  if (known !== undefined) return known;
  const subject = newSubject(credential);
  subjects.set(credential, subject);
  return subject;
}

// Every use asks for its credential's, and intake hands out the same one again and again.
const subjects = new WeakMap<Credential, string>();

function newSubject(credential: Credential): string {
  if (isPersonsRole(credential)) return `role ${credential.id} ${credential.person}`;
  return `${credential.kind} ${credential.id}`;
}
