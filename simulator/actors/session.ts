import { day, hour, type Instant, minute, second } from '../../core/model/instant.ts';
import { hex, uniqueId } from '../organisation/ids.ts';
import type { Random } from '../random.ts';
import { bearerKey, consoleSession, type Role, roleSession, rootSession, userKey } from '../record/identity.ts';
import type { Log } from '../record/log.ts';
import {
  type Federation,
  logAssumeRole,
  logExternalAssumeRole,
  logFederatedMint,
  logServiceMint,
  type Minted,
} from '../record/mint.ts';
import type { Circumstances } from '../record/record.ts';
import { logConsoleLogin } from '../record/sign-in.ts';
import type { Signer } from '../record/signer.ts';
import { type Access, type Actor, keyAt } from './actor.ts';

/** A session that was open for the actor's use, and may therefore be stolen. */
export interface OpenSession {
  readonly signer: Signer;
  readonly from: Instant;
  readonly until: Instant;
}

/** Opens a session as this actor does, and writes the records that AWS writes about it. */
export function openSession(actor: Actor, where: Circumstances, random: Random, log: Log): OpenSession {
  const { access } = actor;
  const { at } = where;
  switch (access.kind) {
    case 'key': {
      const key = keyAt(access.keys, at);
      return { signer: userKey(access.user, key.id), from: at, until: key.until };
    }
    case 'bearer':
      return { signer: bearerKey(access.user), from: at, until: Number.POSITIVE_INFINITY };
    case 'root': {
      const signer = rootSession(access.accountId, at);
      logConsoleLogin(log, random, signer, where, { success: true, mfa: true });
      return { signer, from: at, until: at + hour };
    }
    case 'console': {
      const signer = consoleSession(access.user, at, access.mfa);
      logConsoleLogin(log, random, signer, where, { success: true, mfa: access.mfa });
      return { signer, from: at, until: at + 12 * hour };
    }
    default:
      return openRoleSession(actor, access, where, random, log);
  }
}

type RoleAccess = Extract<Access, { kind: 'compute' | 'federated' | 'assumed' | 'chained' | 'external' }>;

function openRoleSession(
  actor: Actor,
  access: RoleAccess,
  where: Circumstances,
  random: Random,
  log: Log,
): OpenSession {
  const { at, region } = where;
  const hours = access.kind === 'compute' ? access.refreshHours : access.kind === 'federated' ? access.hours : 1;
  const sessionName =
    access.kind === 'compute' && access.ephemeral === true ? `i-0${hex(random, 16)}` : access.sessionName;
  const minted: Minted = {
    role: access.role,
    sessionName,
    accessKeyId: uniqueId(random, 'ASIA'),
    hours,
  };
  const facts = { role: access.role, sessionName, accessKeyId: minted.accessKeyId, issuedAt: at };
  const until = at + hours * hour;
  switch (access.kind) {
    case 'compute':
      logServiceMint(log, random, at, region, `${access.service}.amazonaws.com`, minted);
      return { signer: roleSession({ ...facts, ...deliveryOf(actor, access) }), from: at, until: until - 5 * minute };
    case 'federated': {
      if (access.federation.kind === 'web-identity' && random.chance(0.015))
        refusals(access.federation, where, minted, random, log);
      logFederatedMint(log, random, where, access.federation, minted);
      const federatedProvider = access.federation.provider;
      const webIdFederationData =
        access.federation.kind === 'web-identity' ? { webIdFederationData: { federatedProvider, attributes: {} } } : {};
      return { signer: roleSession({ ...facts, ...webIdFederationData, ...onBehalfOf(access) }), from: at, until };
    }
    case 'assumed': {
      const parent = access.through === undefined ? access.parent : chained(access, access.through, where, random, log);
      logAssumeRole(log, random, parent, where, minted, access.sourceIdentity);
      const source = access.sourceIdentity === undefined ? {} : { sourceIdentity: access.sourceIdentity };
      return { signer: roleSession({ ...facts, ...source }), from: at, until };
    }
    case 'chained': {
      const first = { ...where, at: at - minute };
      const { signer: parent } = openRoleSession(actor, access.signedOn, first, random, log);
      logAssumeRole(log, random, parent, where, minted);
      return { signer: roleSession(facts), from: at, until };
    }
    case 'external':
      logExternalAssumeRole(log, random, access.vendor, where, minted, access.externalId);
      return { signer: roleSession(facts), from: at, until };
  }
}

/** The session of the role in between, one second earlier. */
function chained(
  { parent, sessionName }: Extract<Access, { kind: 'assumed' }>,
  role: Role,
  where: Circumstances,
  random: Random,
  log: Log,
): Signer {
  const minted = { role, sessionName, accessKeyId: uniqueId(random, 'ASIA'), hours: 1 };
  logAssumeRole(log, random, parent, { ...where, at: where.at - second }, minted);
  return roleSession({ ...minted, issuedAt: where.at - second });
}

/** A job whose trust was not ready yet: the action retries about ten times before it gives up. */
function refusals(federation: Federation, where: Circumstances, minted: Minted, random: Random, log: Log): void {
  for (let i = 10; i > 0; i--) {
    logFederatedMint(log, random, { ...where, at: where.at - i * 30_000 }, federation, minted, 'denied');
  }
}

function deliveryOf(actor: Actor, access: Extract<Access, { kind: 'compute' }>) {
  if (access.service === 'ec2') return { ec2RoleDelivery: '2.0' };
  if (access.service === 'glue' || access.service === 'sagemaker') return {};
  const where = `${actor.region}:${actor.account.id}`;
  const arn =
    access.service === 'lambda'
      ? `arn:aws:lambda:${where}:function:${access.sessionName}`
      : `arn:aws:ecs:${where}:task/${actor.stock.cluster}/${access.sessionName}`;
  const issuerType = access.service === 'lambda' ? 'AWS::Lambda::Function' : 'AWS::ECS::Task';
  return { inScopeOf: { issuerType, credentialsIssuedTo: arn, sourceArn: arn, sourceAccount: actor.account.id } };
}

/** Only AWS's own single sign-on says for which person of its directory. */
export function onBehalfOf(access: Extract<Access, { kind: 'federated' }>) {
  if (access.person === undefined || !access.federation.issuer.startsWith('arn:aws:identitystore:')) return {};
  return { onBehalfOf: { userId: access.person.identityStoreId, identityStoreArn: access.federation.issuer } };
}

/** Sessions of compute live on from stint to stint; everybody else signs in anew, at the latest the next day. */
export function stillOpen(session: OpenSession | undefined, access: Access, at: Instant): boolean {
  if (session === undefined || at >= session.until) return false;
  if (access.kind === 'compute' || access.kind === 'key' || access.kind === 'bearer') return true;
  if (access.kind === 'federated' && access.person === undefined) return false;
  return at - session.from < day / 3;
}
