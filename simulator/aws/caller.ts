import { formatInstant } from '../../core/model/instant.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { isSignedWith } from './protocol/verify.ts';
import type { Signature, WireRequest } from './protocol/wire.ts';
import type { AccountState, Role, User } from './state/account.ts';
import type { Session } from './state/session.ts';
import { type Account, stateSeen, type World } from './state/world.ts';

/** Who a live credential speaks for. `session` is null for a long-lived key. */
export interface Caller {
  readonly accessKeyId: string;
  readonly account: Account;
  readonly state: AccountState;
  readonly entity: User | Role;
  readonly session: Session | null;
}

export type Unauthentic = 'InvalidClientTokenId' | 'ExpiredToken' | 'SignatureDoesNotMatch';

export const unauthenticSentence: Record<Unauthentic, string> = {
  InvalidClientTokenId: 'The security token included in the request is invalid.',
  ExpiredToken: 'The security token included in the request is expired.',
  SignatureDoesNotMatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
};

/** Whose request it is; the answer to one that nobody can have signed who holds the credential. */
export async function authenticateRequest(
  world: World,
  request: WireRequest,
  signature: Signature,
): Promise<Result<Caller, Unauthentic>> {
  const caller = authenticate(world, signature.accessKeyId, world.clock.now());
  if (!caller.ok) return caller;
  if (signature.sessionToken !== (caller.value.session?.token ?? null)) return fail('InvalidClientTokenId');
  const secret = secretOf(caller.value);
  const isGenuine =
    secret !== null && (await isSignedWith(secret, request, signature, world.signingClock?.now() ?? null));
  return isGenuine ? caller : fail('SignatureDoesNotMatch');
}

/** Looks a credential up as AWS would at `at`; who holds its secret is not asked. */
export function authenticate(world: World, accessKeyId: string, at: number): Result<Caller, Unauthentic> {
  const session = world.sessions.get(accessKeyId) ?? null;
  const account = world.accounts.get(session?.accountId ?? world.keyHomes.get(accessKeyId) ?? '');
  if (account === undefined || account.status !== 'ACTIVE') return fail('InvalidClientTokenId');
  if (session !== null && session.expiresAt <= at) return fail('ExpiredToken');
  const state = stateSeen(world, account);
  const entity = session === null ? holderOf(state, accessKeyId) : entityOf(state, session);
  return entity === null ? fail('InvalidClientTokenId') : ok({ accessKeyId, account, state, entity, session });
}

function secretOf({ accessKeyId, entity, session }: Caller): string | null {
  if (session !== null) return session.secretAccessKey;
  return entity.kind === 'user' ? (entity.keys.find(({ id }) => id === accessKeyId)?.secret ?? null) : null;
}

function holderOf(state: AccountState, accessKeyId: string): User | null {
  for (const user of state.users.values()) {
    if (user.keys.some(({ id, status }) => id === accessKeyId && status === 'Active')) return user;
  }
  return null;
}

function entityOf(state: AccountState, session: Session): User | Role | null {
  const entities = session.kind === 'role' ? state.roles : state.users;
  const entity = entities.get(session.entityName);
  return entity?.id === session.entityId ? entity : null;
}

/** As GetCallerIdentity says it. */
export function callerArn({ account, entity, session }: Caller): string {
  if (session?.kind === 'role') return `arn:aws:sts::${account.id}:assumed-role/${entity.name}/${session.sessionName}`;
  if (session?.kind === 'federated-user') return `arn:aws:sts::${account.id}:federated-user/${session.sessionName}`;
  return entity.arn;
}

export function callerUserId({ account, entity, session }: Caller): string {
  if (session?.kind === 'role') return `${entity.id}:${session.sessionName}`;
  if (session?.kind === 'federated-user') return `${account.id}:${session.sessionName}`;
  return entity.id;
}

/** The condition keys that the credential itself brings, whatever it is used for. */
export function callerKeys(caller: Caller, organizationId: string | null): [key: string, value: string][] {
  const { account, entity, session } = caller;
  const keys: [string, string][] = [
    ['aws:PrincipalArn', session?.kind === 'federated-user' ? callerArn(caller) : entity.arn],
    ['aws:PrincipalAccount', account.id],
    ['aws:PrincipalType', principalType(caller)],
    ['aws:userid', callerUserId(caller)],
    ...entity.tags.map(({ Key, Value }): [string, string] => [`aws:PrincipalTag/${Key}`, Value]),
  ];
  if (organizationId !== null) keys.push(['aws:PrincipalOrgID', organizationId]);
  if (entity.kind === 'user' && session?.kind !== 'federated-user') keys.push(['aws:username', entity.name]);
  if (session !== null) keys.push(...sessionKeys(session));
  return keys;
}

function sessionKeys(session: Session): [string, string][] {
  const keys: [string, string][] = [
    ['aws:TokenIssueTime', formatInstant(session.issuedAt)],
    ['aws:MultiFactorAuthPresent', String(session.mfa)],
    // A session's tag replaces the entity's tag of the same key.
    ...session.tags.map(({ Key, Value }): [string, string] => [`aws:PrincipalTag/${Key}`, Value]),
    ...Object.entries(session.context),
  ];
  if (session.sourceIdentity !== null) keys.push(['aws:SourceIdentity', session.sourceIdentity]);
  return keys;
}

function principalType({ session }: Caller): string {
  if (session?.kind === 'role') return 'AssumedRole';
  return session?.kind === 'federated-user' ? 'FederatedUser' : 'User';
}
