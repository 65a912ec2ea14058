import { readUser } from '../../adapters/aws/principal-facts.ts';
import { speaksFor } from '../../adapters/aws/responder/caller.ts';
import { readPerson } from '../../adapters/aws/responder/person.ts';
import { hasPassword, readServiceCredentialHolder } from '../../adapters/aws/responder/user-credentials.ts';
import { arnPart } from '../../core/intake/fields.ts';
import type { Federation } from '../../core/intake/who/federation.ts';
import type { AccountId, Arn } from '../../core/model/brand.ts';
import type { CredentialKind } from '../../core/model/credential.ts';
import { UsageError } from '../exit.ts';
import type { OwnAws } from './aws.ts';
import { mustBeOwn, noSuch, type ResolveOptions, type Subject } from './subject.ts';
import type { UserCredentialKind } from './user-credential-kinds.ts';

/** Whom an order about neither a key, a session nor a principal as a whole is about; null where it is one of those. */
export async function otherKind(name: string, options: ResolveOptions, aws: OwnAws): Promise<Subject | null> {
  if (/^ACCA\w{12,}$/.test(name)) return ofServiceCredential(name, options, aws);
  if (/^APKA\w{12,}$/.test(name)) return ofSshKey(name, options, aws);
  const ofUser = /^(arn:[\w-]+:iam::\d{12}:user\/.+)\/(ACCA|APKA|[A-Z0-9]{24,})(\w*)$/.exec(name);
  if (ofUser !== null) return ofUsersCredential(name as Arn, ofUser, aws);
  if (/:iam::\d{12}:user\//.test(name) && options.kind !== undefined) return ofUserBy(options.kind, name as Arn, aws);
  if (/:sts::\d{12}:assumed-role\/AWSReservedSSO_/.test(name)) return ofPerson(name as Arn, aws);
  const kind = kindByItself(name);
  if (kind === null) return null;
  mustBeOwn(name, arnPart(name, 4), aws);
  return byItself(kind, name as Arn);
}

/** Kinds that are nobody's in IAM: the ARN says all. */
function kindByItself(name: string): CredentialKind | null {
  if (/^arn:[\w-]+:rolesanywhere:/.test(name)) return 'roles-anywhere';
  if (/^arn:[\w-]+:events:[^:]*:\d{12}:connection\//.test(name)) return 'event-connection';
  if (/^arn:[\w-]+:ssm:[^:]*:\d{12}:parameter\//.test(name)) return 'parameter';
  return /^arn:[\w-]+:iam::\d{12}:root$/.test(name) ? 'root' : null;
}

function byItself(kind: CredentialKind, id: Arn): Subject {
  return { kind, id, principal: id, found: null, session: null, sessionKey: null, isOwn: false };
}

async function ofServiceCredential(id: string, { user }: ResolveOptions, aws: OwnAws): Promise<Subject> {
  const holder = user ?? (await readServiceCredentialHolder(aws.iam, id));
  if (holder === null) {
    throw new UsageError(
      `Account ${aws.caller.accountId} has no service-specific credential ${id}.`,
      'Check the id and the account (--profile).',
    );
  }
  return ofHolder('service-specific', holder, id, aws);
}

async function ofSshKey(id: string, { user }: ResolveOptions, aws: OwnAws): Promise<Subject> {
  if (user === undefined) {
    throw new UsageError(
      `IAM does not tell whose SSH key ${id} is.`,
      'Name the user with --user NAME, or give the ARN that rescind sweep lists.',
    );
  }
  return ofHolder('ssh-key', user, id, aws);
}

async function ofUsersCredential(
  arn: Arn,
  [, principal = '', prefix = '']: RegExpExecArray,
  aws: OwnAws,
): Promise<Subject> {
  mustBeOwn(arn, arnPart(arn, 4), aws);
  const kind = prefix === 'ACCA' ? 'service-specific' : prefix === 'APKA' ? 'ssh-key' : 'signing-certificate';
  return ofHolder(kind, nameIn(principal), arn.slice(principal.length + 1), aws);
}

async function ofHolder(kind: CredentialKind, user: string, id: string, aws: OwnAws): Promise<Subject> {
  const subject = await userSubject(kind, user, aws);
  return { ...subject, id: `${subject.principal}/${id}` };
}

async function ofUserBy(kind: UserCredentialKind, arn: Arn, aws: OwnAws): Promise<Subject> {
  mustBeOwn(arn, arnPart(arn, 4), aws);
  const name = nameIn(arn);
  const subject = await userSubject(kind, name, aws);
  if (kind === 'console-password' && !(await hasPassword(aws.iam, name))) {
    throw new UsageError(`User ${name} has no console password.`, 'Leave out --kind, or name another credential.');
  }
  return subject;
}

async function userSubject(kind: CredentialKind, name: string, aws: OwnAws): Promise<Subject> {
  const found = await readUser(aws.iam, name);
  if (found === null) throw noSuch(`user ${name}`, null);
  const { arn } = found;
  return { kind, id: arn, principal: arn, found, session: null, sessionKey: null, isOwn: speaksFor(aws.caller, arn) };
}

/** The role may be in any account: what is changed is the permission set, where Identity Center is administered. */
async function ofPerson(arn: Arn, aws: OwnAws): Promise<Subject> {
  const [, account = '', set = '', hex = '', name = ''] =
    /:sts::(\d{12}):assumed-role\/AWSReservedSSO_(.+)_([0-9a-f]{16})\/(.+)$/.exec(arn) ?? [];
  const role =
    `arn:${arnPart(arn, 1)}:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${set}_${hex}` as Arn;
  const { caller, sdk } = aws;
  const access = await readPerson(sdk, caller.accountId, { permissionSet: set, userName: name, userId: null });
  return {
    ...byItself('role', role),
    session: { name, sourceIdentity: null, issuedTo: null },
    isOwn: caller.arn === arn,
    person: { accountId: account as AccountId, access },
  };
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Where a role lets people in by one SAML provider alone, that one vouched for the session; its subject is not known here. */
export function samlFederation(trust: string | null): Federation | null {
  const providers = new Set(trust?.match(/arn:[\w-]+:iam::\d{12}:saml-provider\/[\w.-]+/g) ?? []);
  const [provider] = providers;
  const others = /"(?:AWS|Service)"|oidc-provider\//.test(trust ?? '');
  if (provider === undefined || providers.size > 1 || others) return null;
  return { kind: 'saml', provider: provider as Arn, subject: null };
}
