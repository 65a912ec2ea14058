import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type PrincipalFacts, readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { speaksFor } from '../../adapters/aws/responder/caller.ts';
import { listKeys, readKeyAccount, readKeyHolder } from '../../adapters/aws/responder/key-holder.ts';
import { readSecretPolicy } from '../../adapters/aws/secret-policy.ts';
import { accessKeyOf, arnPart } from '../../core/intake/fields.ts';
import { tokenRefParts } from '../../core/intake/token-use.ts';
import { type Arn, maskKey } from '../../core/model/brand.ts';
import type { SessionFacts } from '../../core/plan/facts.ts';
import { UsageError } from '../exit.ts';
import type { OwnAws } from './aws.ts';
import { mayBeOwnRole } from './own-roles.ts';
import { otherKind, samlFederation } from './resolve-kinds.ts';
import type { ResponderState } from './state.ts';
import { mustBeOwn, noSuch, type ResolveOptions, type Subject } from './subject.ts';

/** Reads who is meant by a key id or an ARN; throws a usage error where that cannot be told, or is not this account's. */
export async function resolve(
  name: string,
  options: ResolveOptions,
  aws: OwnAws,
  state: Pick<ResponderState, 'roleOfSession'>,
): Promise<Subject> {
  const { action, user } = options;
  const subject =
    (await otherKind(name, options, aws)) ??
    (name.startsWith('arn:') ? await ofArn(name as Arn, action, aws) : await ofKey(name, user, aws, state));
  if (mayBeOwnRole(subject.principal)) {
    throw new UsageError(`${subject.principal} is one of Rescind’s own.`, 'Rescind never contains itself.');
  }
  return subject;
}

async function ofKey(
  name: string,
  user: string | undefined,
  aws: OwnAws,
  state: Pick<ResponderState, 'roleOfSession'>,
): Promise<Subject> {
  if (tokenRefParts(name) !== null) {
    throw new UsageError(
      `AWS does not know token ${name}.`,
      'Approve its revocation with the id of a decision about it; docs/tokens.md says how.',
    );
  }
  const key = accessKeyOf(name);
  if (key === null) {
    throw new UsageError(
      `${name} is neither an access key id nor an ARN.`,
      'Give AKIA…, ASIA…, ACCA…, or the ARN of a user, role, session, secret or another credential.',
    );
  }
  const accountId = await readKeyAccount(aws.sts, key);
  if (accountId !== null) mustBeOwn(maskKey(key), accountId, aws);
  if (key.startsWith('ASIA')) return ofSessionKey(key, aws, state);
  const holder = user ?? (await readKeyHolder(aws.iam, key));
  const found = holder === null ? null : await readUser(aws.iam, holder);
  if (holder === null || found === null) {
    throw new UsageError(
      `Account ${aws.caller.accountId} has no user${user === undefined ? '' : ` ${user}`} with access key ${maskKey(key)}.`,
      'Check the id and the account (--profile). The root user’s key is switched off by signing in as root.',
    );
  }
  if (!(await listKeys(aws.iam, holder)).includes(key)) {
    throw new UsageError(`User ${holder} has no access key ${maskKey(key)}.`, 'Leave out --user to look it up.');
  }
  const isOwn = aws.caller.accessKeyId === key || speaksFor(aws.caller, found.arn);
  return { kind: 'access-key', id: key, principal: found.arn, found, session: null, sessionKey: null, isOwn };
}

/** No API tells a session's role from its key: only whoever saw it used knows. */
async function ofSessionKey(key: string, aws: OwnAws, state: Pick<ResponderState, 'roleOfSession'>): Promise<Subject> {
  const role = state.roleOfSession(key);
  if (role === null) {
    throw new UsageError(
      `AWS does not tell whose session ${maskKey(key)} is, and no decision in the state file is about it.`,
      'Give the session’s ARN instead: CloudTrail shows it as userIdentity.arn next to this key.',
    );
  }
  return { ...(await ofRole(role as Arn, aws)), sessionKey: key };
}

async function ofArn(arn: Arn, action: string, aws: OwnAws): Promise<Subject> {
  mustBeOwn(arn, arnPart(arn, 4), aws);
  const [, kind, path = ''] = /^arn:[\w-]+:(?:iam|sts)::\d+:([\w-]+)\/(.+)$/.exec(arn) ?? [];
  if (kind === 'user') return ofUser(arn, path, action, aws);
  if (kind === 'role') return ofRole(arn, aws);
  if (kind === 'assumed-role') return ofSession(path, aws);
  if (arn.includes(':secretsmanager:')) return ofSecret(arn, action, aws);
  throw new UsageError(
    `${arn} cannot be contained.`,
    'Give the ARN of a user, role, assumed-role session, secret or another credential: docs/respond.md lists them.',
  );
}

/** Its policy is read where something is to be put into it. */
async function ofSecret(arn: Arn, action: string, { sdk }: OwnAws): Promise<Subject> {
  const secret = {
    kind: 'secret',
    id: arn,
    principal: arn,
    found: null,
    session: null,
    sessionKey: null,
    isOwn: false,
  };
  if (action === 'rotate') return { ...secret, kind: 'secret' };
  const client = new SecretsManagerClient({ ...sdk, region: arn.split(':')[3] ?? '' });
  const secretPolicy = await readSecretPolicy(client, arn);
  if (secretPolicy === null) throw noSuch(arn, null);
  return { ...secret, kind: 'secret', secretPolicy };
}

async function ofUser(arn: Arn, path: string, action: string, aws: OwnAws): Promise<Subject> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = await readUser(aws.iam, name);
  if (found === null || found.arn !== arn) throw noSuch(arn, found);
  const subject = { principal: arn, found, session: null, sessionKey: null, isOwn: speaksFor(aws.caller, arn) };
  if (action !== 'disable') return { ...subject, kind: 'session-token', id: arn };
  const keys = await listKeys(aws.iam, name);
  const [key] = keys;
  if (key !== undefined && keys.length === 1) return { ...subject, kind: 'access-key', id: key };
  throw new UsageError(
    `User ${name} has ${keys.length === 0 ? 'no access key' : `the access keys ${keys.join(' and ')}`}.`,
    keys.length === 0 ? 'Use --action quarantine or revoke-sessions.' : 'Say which one to disable.',
  );
}

async function ofSession(path: string, aws: OwnAws): Promise<Subject> {
  const [role = '', name = ''] = path.split('/');
  const found = await readRole(aws.iam, role);
  if (found === null) throw noSuch(`role ${role}`, null);
  const federation = samlFederation(found.trust);
  return roleSubject(found, aws, { name, sourceIdentity: null, issuedTo: machineOf(name), federation });
}

/** EC2 names the sessions that it hands out by their instance. */
function machineOf(name: string): SessionFacts['issuedTo'] {
  return /^i-[0-9a-f]{8,17}$/.test(name) ? { kind: 'instance', id: name } : null;
}

async function ofRole(arn: Arn, aws: OwnAws): Promise<Subject> {
  const found = await readRole(aws.iam, arn.slice(arn.lastIndexOf('/') + 1));
  if (found === null || found.arn !== arn) throw noSuch(arn, found);
  return roleSubject(found, aws, null);
}

function roleSubject(found: PrincipalFacts, { caller }: OwnAws, session: SessionFacts | null): Subject {
  const { arn } = found;
  return { kind: 'role', id: arn, principal: arn, found, session, sessionKey: null, isOwn: speaksFor(caller, arn) };
}
