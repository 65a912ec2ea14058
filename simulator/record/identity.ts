import { formatInstant, type Instant, second } from '../../core/model/instant.ts';
import { uniqueId } from '../organisation/ids.ts';
import type { Random } from '../random.ts';
import type { JsonObject, SessionContext, UserIdentity } from './cloudtrail-record.ts';
import type { Signer } from './signer.ts';

export interface User {
  readonly kind: 'user';
  readonly accountId: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
}

export interface Role {
  readonly kind: 'role';
  readonly accountId: string;
  readonly name: string;
  readonly id: string;
  /** With its path; the sessions' ARNs drop the path. */
  readonly arn: string;
}

export function userKey(user: User, accessKeyId: string): Signer {
  const identity: UserIdentity = { ...userFields(user), accessKeyId, userName: user.name };
  return fixed(user.accountId, user.arn, accessKeyId, identity);
}

export interface RoleSessionFacts {
  readonly role: Role;
  readonly sessionName: string;
  readonly accessKeyId: string;
  readonly issuedAt: Instant;
  readonly ec2RoleDelivery?: string;
  readonly inScopeOf?: JsonObject;
  readonly onBehalfOf?: { readonly userId: string; readonly identityStoreArn: string };
  readonly webIdFederationData?: JsonObject;
  readonly sourceIdentity?: string;
}

export function sessionArn(role: Role, sessionName: string): string {
  return `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
}

export function roleSession(facts: RoleSessionFacts): Signer {
  const { role, sessionName, accessKeyId, onBehalfOf, inScopeOf } = facts;
  const arn = sessionArn(role, sessionName);
  const sessionIssuer = {
    type: 'Role',
    principalId: role.id,
    arn: role.arn,
    accountId: role.accountId,
    userName: role.name,
  };
  const sessionContext: SessionContext = {
    sessionIssuer,
    webIdFederationData: facts.webIdFederationData ?? {},
    attributes: { creationDate: wholeSecond(facts.issuedAt), mfaAuthenticated: 'false' },
    ...(facts.ec2RoleDelivery === undefined ? {} : { ec2RoleDelivery: facts.ec2RoleDelivery }),
    ...(facts.sourceIdentity === undefined ? {} : { sourceIdentity: facts.sourceIdentity }),
  };
  const identity: UserIdentity = {
    type: 'AssumedRole',
    principalId: `${role.id}:${sessionName}`,
    arn,
    accountId: role.accountId,
    accessKeyId,
    sessionContext,
    ...(inScopeOf === undefined ? {} : { inScopeOf }),
  };
  const signer = fixed(role.accountId, arn, accessKeyId, identity);
  if (onBehalfOf === undefined) return signer;
  const withPerson: UserIdentity = { ...identity, onBehalfOf };
  // AWS writes the person on most events of such a session, not on all.
  return { ...signer, identity: (random) => (random.chance(0.87) ? withPerson : identity) };
}

/** A signed-in browser: every request carries its own key, the sign-in shows in creationDate only. */
export function consoleSession(user: User, issuedAt: Instant, mfa: boolean): Signer {
  const sessionContext = userSessionContext(issuedAt, mfa);
  const identity = (random: Random): UserIdentity => ({
    ...userFields(user),
    accessKeyId: random.chance(0.04) ? '' : uniqueId(random, 'ASIA'),
    userName: user.name,
    sessionContext,
  });
  return { accountId: user.accountId, arn: user.arn, accessKeyId: null, identity, console: true, bearer: false };
}

/** GetSessionToken: the user, but with a session's key. */
export function userSession(user: User, accessKeyId: string, issuedAt: Instant, mfa: boolean): Signer {
  const identity: UserIdentity = {
    ...userFields(user),
    accessKeyId,
    userName: user.name,
    sessionContext: userSessionContext(issuedAt, mfa),
  };
  return fixed(user.accountId, user.arn, accessKeyId, identity);
}

export function federatedSession(user: User, name: string, accessKeyId: string, issuedAt: Instant): Signer {
  const arn = `arn:aws:sts::${user.accountId}:federated-user/${name}`;
  return fixed(user.accountId, arn, accessKeyId, {
    type: 'FederatedUser',
    principalId: `${user.accountId}:${name}`,
    arn,
    accountId: user.accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'IAMUser',
        principalId: user.id,
        arn: user.arn,
        accountId: user.accountId,
        userName: user.name,
      },
      webIdFederationData: {},
      attributes: { creationDate: wholeSecond(issuedAt), mfaAuthenticated: 'false' },
    },
  });
}

/** A long-term Bedrock API key: the user speaks, no access key is written. */
export function bearerKey(user: User): Signer {
  const identity: UserIdentity = { ...userFields(user), userName: user.name };
  return {
    accountId: user.accountId,
    arn: user.arn,
    accessKeyId: null,
    identity: () => identity,
    console: false,
    bearer: true,
  };
}

export function rootSession(accountId: string, issuedAt: Instant): Signer {
  const arn = `arn:aws:iam::${accountId}:root`;
  const identity = (random: Random): UserIdentity => ({
    type: 'Root',
    principalId: accountId,
    arn,
    accountId,
    accessKeyId: random.chance(0.1) ? '' : uniqueId(random, 'ASIA'),
    sessionContext: userSessionContext(issuedAt, true),
  });
  return { accountId, arn, accessKeyId: null, identity, console: true, bearer: false };
}

function fixed(accountId: string, arn: string, accessKeyId: string, identity: UserIdentity): Signer {
  return { accountId, arn, accessKeyId, identity: () => identity, console: false, bearer: false };
}

function userFields(user: User): UserIdentity {
  return { type: 'IAMUser', principalId: user.id, arn: user.arn, accountId: user.accountId };
}

function userSessionContext(issuedAt: Instant, mfa: boolean): SessionContext {
  return {
    sessionIssuer: {},
    webIdFederationData: {},
    attributes: { creationDate: wholeSecond(issuedAt), mfaAuthenticated: String(mfa) },
  };
}

export function wholeSecond(at: Instant): string {
  return formatInstant(at - (at % second));
}
