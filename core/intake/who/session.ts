import type { AccessKeyId } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import type { CredentialUse, Mfa } from '../credential-use.ts';
import { type Fields, fieldsOf, flagOf, textOf } from '../fields.ts';
import { timeOf } from '../time.ts';
import { isSessionOfIdentityCenter } from './identity.ts';
import type { Signs } from './who.ts';

/** What `sessionContext` and its neighbours tell about the session behind a call. */
export interface Session {
  readonly key: string | null;
  readonly issuedAt: Instant | null;
  readonly console: boolean;
  readonly mfa: Mfa;
  readonly sourceIdentity: string | null;
  readonly federatedSubject: string | null;
  readonly issuedTo: CredentialUse['issuedTo'];
}

/**
 * Console traffic changes its access key with every click, so a session is known by its key only if by nothing else. Keys that were
 * taken out of a console and are used by a program still belong to that session.
 */
export function sessionOf(user: Fields, { fromConsole, mfaUsed }: Signs, accessKeyId: AccessKeyId | null): Session {
  const context = fieldsOf(user.sessionContext);
  const attributes = fieldsOf(context.attributes);
  const longLived = accessKeyId !== null && !accessKeyId.startsWith('ASIA');
  const created = longLived ? null : textOf(attributes.creationDate);
  const mfa = flagOf(attributes.mfaAuthenticated);
  const signIn = textOf(context.signInSessionArn);
  const console = !longLived && (signIn !== null || (accessKeyId === null && created !== null) || fromConsole);
  const byPerson = console || accessKeyId === null || isPersons(user, mfa);
  return {
    key: longLived ? null : (signIn ?? (byPerson && created !== null ? personKey(user, created) : accessKeyId)),
    issuedAt: created === null ? null : timeOf(created),
    console,
    mfa: mfa ?? mfaUsed,
    sourceIdentity: textOf(context.sourceIdentity),
    federatedSubject: federatedSubjectOf(fieldsOf(context.webIdFederationData)),
    issuedTo: issuedToOf(user, context),
  };
}

/** `arn:aws:signin:…`: one sign-in, whose ARN all sessions carry that the console draws from it. */
export function isSignIn(session: string | null): session is string {
  return session !== null && /^arn:[\w-]+:signin:/.test(session);
}

/**
 * Whether it may come out of a person's console: nobody opens two in one second, so that their time of creation tells them apart. Machines,
 * which show no second factor, open many at once under one name.
 */
function isPersons({ type, arn }: Fields, mfa: Mfa): boolean {
  return (type === 'IAMUser' && mfa === true) || isSessionOfIdentityCenter(textOf(arn) ?? '');
}

function personKey(user: Fields, created: string): string {
  return `${textOf(user.principalId) ?? textOf(user.arn) ?? ''} ${created}`;
}

/** The subject where AWS tells it, else the provider that vouched for it. */
function federatedSubjectOf(federation: Fields): string | null {
  const attributes = fieldsOf(federation.attributes);
  for (const name in attributes) if (name.endsWith(':sub')) return textOf(attributes[name]);
  return textOf(federation.federatedProvider);
}

/** Only AWS's own word counts: anybody may name a session `i-0abc…`, nobody can add `ec2RoleDelivery` to it. */
function issuedToOf(user: Fields, context: Fields): CredentialUse['issuedTo'] {
  if (context.ec2RoleDelivery !== undefined) {
    const principalId = textOf(user.principalId) ?? '';
    const instance = principalId.slice(principalId.indexOf(':') + 1);
    return instance.startsWith('i-') ? { kind: 'instance', id: instance } : null;
  }
  const scope = fieldsOf(user.inScopeOf);
  const id = textOf(scope.credentialsIssuedTo);
  if (id === null) return null;
  switch (scope.issuerType) {
    case 'AWS::Lambda::Function':
      return { kind: 'function', id };
    case 'AWS::ECS::Task':
      return { kind: 'task', id };
    case 'AWS::EC2::Instance':
      return { kind: 'instance', id };
    default:
      return null;
  }
}
