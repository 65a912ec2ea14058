import type { AccessKeyId, AccountId, Arn } from '../../model/brand.ts';
import type { Credential } from '../../model/credential.ts';
import { nameIn, rootArn } from '../../model/own-name.ts';
import type { Principal } from '../../model/principal.ts';
import { accountOf, arnOf, arnPart, type Fields, fieldsOf, textOf } from '../fields.ts';
import { type Ignored, ignored, type Rejected, rejected } from '../reasons.ts';

/** Which credential acted, for whom. */
export interface Identity {
  readonly credential: Credential;
  readonly principal: Principal;
}

/** What decides between the credentials of one IAM user. */
export interface KeySigns {
  readonly accessKeyId: AccessKeyId | null;
  readonly console: boolean;
  readonly bearerToken: boolean;
  /** Git over SSH. */
  readonly git: boolean;
}

/** Reads `userIdentity`, an open set of types: a type that is missing or new is told from the ARN. */
export function identify(user: Fields, signs: KeySigns): Identity | Ignored | Rejected {
  switch (user.type) {
    case 'AWSService':
      return ignored('service-made');
    case 'SAMLUser':
    case 'WebIdentityUser':
      return ignored('no-credential');
    case 'IdentityCenterUser':
      return ignored('identity-center');
    case 'Directory':
      return ignored('directory');
    case 'AWSAccount':
      return ignored(isAnonymous(user) ? 'anonymous' : 'foreign-principal');
  }
  const type = typeOf(user);
  const account = accountOf(user.accountId) ?? accountOf(arnPart(textOf(user.arn) ?? '', 4));
  if (type === null || account === null) return rejected('no-identity');
  switch (type) {
    case 'root':
      return rootOf(user, account);
    case 'user':
      return userOf(user, account, signs);
    case 'role-session':
      return roleSessionOf(user, account);
    case 'federated-user':
      return federatedUserOf(user, account);
  }
}

function isAnonymous(user: Fields): boolean {
  return user.principalId === 'anonymous' || user.accountId === 'ANONYMOUS_PRINCIPAL';
}

function typeOf(user: Fields): Exclude<Principal['kind'], 'client'> | null {
  switch (user.type) {
    case 'Root':
      return 'root';
    case 'IAMUser':
      return 'user';
    case 'AssumedRole':
    case 'Role':
      return 'role-session';
    case 'FederatedUser':
      return 'federated-user';
  }
  const arn = arnOf(user.arn) ?? '';
  if (arn.includes(':assumed-role/')) return 'role-session';
  if (arn.includes(':federated-user/')) return 'federated-user';
  if (arn.includes(':user/')) return 'user';
  return arn.endsWith(':root') ? 'root' : null;
}

function rootOf(user: Fields, accountId: AccountId): Identity {
  const arn = arnOf(user.arn) ?? rootArn(accountId, 'aws');
  return {
    credential: { kind: 'root', id: arn, accountId, principal: arn },
    principal: { kind: 'root', arn, accountId },
  };
}

function userOf(user: Fields, accountId: AccountId, signs: KeySigns): Identity | Rejected {
  const said = textOf(user.userName);
  const name = said === withheld ? null : said;
  const arn = arnOf(user.arn) ?? (name === null ? null : (`arn:aws:iam::${accountId}:user/${name}` as Arn));
  if (arn === null) return rejected('no-identity');
  return {
    credential: userCredential(arn, accountId, signs),
    principal: { kind: 'user', arn, accountId, userName: name ?? nameIn(arn) },
  };
}

/** AWS writes this in place of a name that was perhaps a password, typed into the wrong field. */
const withheld = 'HIDDEN_DUE_TO_SECURITY_REASONS';

function userCredential(arn: Arn, accountId: AccountId, signs: KeySigns): Credential {
  const key = signs.accessKeyId;
  if (key?.startsWith('AKIA')) return { kind: 'access-key', id: key, accountId, principal: arn };
  if (signs.bearerToken && !key?.startsWith('ASIA')) {
    // The record seldom says which one it is.
    const id = key?.startsWith('ACCA') ? (`${arn}/${key}` as Arn) : arn;
    return { kind: 'service-specific', id, accountId, principal: arn };
  }
  if (signs.git && key === null) return { kind: 'ssh-key', id: arn, accountId, principal: arn };
  if (signs.console) return { kind: 'console-password', id: arn, accountId, principal: arn };
  // Also where AWS withheld the key: whatever it was, what stops a user's sessions stops it too.
  return { kind: 'session-token', id: arn, accountId, principal: arn };
}

/** By the path, not the name: any role can be given a name like a service-linked role's. */
const serviceLinked = ':role/aws-service-role/';
const identityCenter = 'AWSReservedSSO_';

/** Made by Identity Center, which names its sessions itself: nobody else can make roles with that path. */
export function isOfIdentityCenter(role: Arn): boolean {
  return role.includes(':role/aws-reserved/sso.amazonaws.com/');
}

/** The same for a session's ARN, which has no path, so that the name has to do. */
export function isSessionOfIdentityCenter(session: string): boolean {
  return session.includes(`:assumed-role/${identityCenter}`);
}

function roleSessionOf(user: Fields, accountId: AccountId): Identity | Ignored | Rejected {
  const issuer = arnOf(fieldsOf(fieldsOf(user.sessionContext).sessionIssuer).arn);
  const arn = arnOf(user.arn) ?? issuer;
  if (arn === null) return rejected('no-identity');
  const role = issuer ?? roleOfSession(arn);
  if (role.includes(serviceLinked)) return ignored('service-made');
  const sessionName = sessionNameOf(user, arn);
  // Identity Center names its sessions itself. Elsewhere the caller chooses the name, even a mail address: a thief could be somebody new in each session.
  const person = role.startsWith(identityCenter, role.lastIndexOf('/') + 1) && sessionName !== '' ? sessionName : null;
  return {
    credential: { kind: 'role', id: role, accountId, principal: role, person },
    principal: { kind: 'role-session', arn, accountId, role, sessionName },
  };
}

function sessionNameOf(user: Fields, arn: Arn): string {
  if (arn.includes(':assumed-role/')) return nameIn(arn);
  const principalId = textOf(user.principalId) ?? '';
  const colon = principalId.indexOf(':');
  return colon < 0 ? '' : principalId.slice(colon + 1);
}

/** `arn:aws:sts::A:assumed-role/Role/Session` → `arn:aws:iam::A:role/Role`. A role's path is lost: STS leaves it out. */
export function roleOfSession(arn: Arn): Arn {
  const start = arn.indexOf(':assumed-role/');
  if (start < 0) return arn;
  const [name] = arn.slice(start + ':assumed-role/'.length).split('/', 1);
  return `arn:${arnPart(arn, 1)}:iam::${arnPart(arn, 4)}:role/${name}` as Arn;
}

function federatedUserOf(user: Fields, accountId: AccountId): Identity | Rejected {
  const arn = arnOf(user.arn);
  if (arn === null) return rejected('no-identity');
  const issuer = arnOf(fieldsOf(fieldsOf(user.sessionContext).sessionIssuer).arn) ?? arn;
  return {
    credential: { kind: 'session-token', id: issuer, accountId, principal: issuer },
    principal: { kind: 'federated-user', arn, accountId, issuer },
  };
}
