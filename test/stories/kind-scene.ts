import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { awsClients } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { readRole, readUser } from '../../adapters/aws/principal-facts.ts';
import { readPerson } from '../../adapters/aws/responder/person.ts';
import { memoryContainmentStore } from '../../adapters/memory/containment-store.ts';
import { memoryLedger } from '../../adapters/memory/ledger.ts';
import { sealDocument, sealName, sealPath } from '../../contract/seal.ts';
import type { Arn } from '../../core/model/brand.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Facts, noNetworks } from '../../core/plan/facts.ts';
import type { Origin } from '../../simulator/aws/authorise.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { Entity } from '../../simulator/aws/state/account.ts';
import { mintSession } from '../../simulator/aws/state/session.ts';
import { virtualClock } from '../core/outcome/virtual-clock.ts';
import { account, facts, now, office } from '../core/plan/decisions.ts';

export const inOffice: Origin = { ip: '192.0.2.10' };
export const elsewhere: Origin = { ip: '203.0.113.66' };
export const region = 'eu-central-1';

const policyText = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
const allowAll = policyText({ Effect: 'Allow', Action: '*', Resource: '*' });

export const user = `arn:aws:iam::${account}:user/ci/bot` as Arn;
export const roleNamed = (name: string) => `arn:aws:iam::${account}:role/${name}` as Arn;
export const person = 'ada@example.com';
export const personRoleName = 'AWSReservedSSO_Admin_0123456789abcdef';
export const personRole = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${personRoleName}` as Arn;
const accessKey = 'AKIAIOSFODNN7EXAMPLE';
const serviceCredential = 'ACCAEXAMPLE123456789';
const secret = `arn:aws:secretsmanager:${region}:${account}:secret:keys/bot-abc123` as Arn;
export const gitHub = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` as Arn;
export const okta = `arn:aws:iam::${account}:saml-provider/okta` as Arn;
export const uuid = '11111111-2222-4333-8444-555555555555';
export const anywhereArn = (kind: string) => `arn:aws:rolesanywhere:${region}:${account}:${kind}/${uuid}` as Arn;
export const connection = `arn:aws:events:${region}:${account}:connection/crm/${uuid}` as Arn;

/** White space and a single statement without a list, as owners write them. */
export const trusts = {
  Worker: policyText({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }),
  Deploy: `{ "Version": "2012-10-17",\n  "Statement": { "Effect": "Allow", "Principal": { "Federated": "${gitHub}" }, "Action": "sts:AssumeRoleWithWebIdentity" } }`,
  Staff: policyText([{ Effect: 'Allow', Principal: { Federated: okta }, Action: 'sts:AssumeRoleWithSAML' }]),
  Plant: policyText([
    {
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    },
  ]),
} as const;

export type KindScene = Awaited<ReturnType<typeof kindScene>>;

/**
 * One account with a credential of every kind, which also administers Identity Center, and where that is not said otherwise with
 * the seal; all ports real but the clock.
 */
export async function kindScene({ sealed = true }: { readonly sealed?: boolean } = {}) {
  const { time, clock } = virtualClock();
  const aws = new SimulatedAws({ clock, accounts: [{ id: account }] });
  const sdk = { region, credentials: aws.administrator(account), requestHandler: aws.requestHandler() };
  const iam = new IAMClient({ ...sdk, maxAttempts: 1 });
  furnish(aws);
  if (sealed) {
    const PolicyDocument = JSON.stringify(sealDocument);
    await iam.send(new CreatePolicyCommand({ PolicyName: sealName, Path: sealPath, PolicyDocument }));
  }

  const clients = awsClients({ memberRole: null, sessionName: 'rescind-test', sdk });
  const ports: RespondPorts = {
    store: memoryContainmentStore(),
    executor: awsExecutor(clients),
    clock,
    worker: 'worker-1',
    ledger: memoryLedger(),
    notifier: { send: async () => true },
  };
  const { latest } = aws.account(account).state;

  return {
    aws,
    ports,
    time,
    key: accessKey,
    serviceCredential,
    secret,
    /** What AWS holds. */
    state: latest,
    /** Whether the credential may do that from there. */
    may: (accessKeyId: string, from: Origin = elsewhere, action = 's3:GetObject') =>
      aws.attempt({ accessKeyId, action, resource: 'arn:aws:s3:::data/x', from }).allowed,
    /** Whether the credential may read the secret from there. */
    mayRead: (accessKeyId: string, from: Origin) => {
      const text = latest.secrets.get(secret)?.policy ?? null;
      const call = { accessKeyId, action: 'secretsmanager:GetSecretValue', resource: secret, from };
      return aws.attempt({ ...call, ...(text !== null && { resourcePolicy: { text, accountId: account } }) }).allowed;
    },
    /** A session of a role, with whatever AWS puts into it. */
    sessionOf: (roleName: string, sessionName: string, rest: object = {}) =>
      aws.giveSession({ accountId: account, roleName, sessionName, ...rest }).accessKeyId,
    /** A session of the user's, as the console, GetSessionToken and GetFederationToken give them. */
    userSession: (kind: 'session-token' | 'federated-user' = 'session-token') => {
      const entity = latest.users.get('bot');
      if (entity === undefined) throw new Error('bot is gone');
      const policies = kind === 'federated-user' ? [allowAll] : null;
      const wish = { kind, accountId: account, entity, sessionName: 'report', durationSeconds: 43_200, policies };
      return mintSession(aws.world, wish).accessKeyId;
    },
    /** What is known to a plan, read from AWS as those who act read it. */
    factsFor: async (about: Pick<Decision, 'kind' | 'principal'>, given: Partial<Facts>): Promise<Facts> => {
      const name = about.principal.slice(about.principal.lastIndexOf('/') + 1);
      const read = about.principal.includes(':user/') ? readUser : readRole;
      const found = /:(user|role)\//.test(about.principal) ? await read(iam, name) : null;
      return facts({
        established: { ...noNetworks, cidrs: [office] },
        uniqueId: found?.uniqueId ?? null,
        inlineCharacters: found?.inlineCharacters ?? 0,
        trust: found?.trust ?? null,
        seal: found?.seal ?? null,
        ...given,
      });
    },
    personAccess: () => readPerson(sdk, account, { permissionSet: 'Admin', userName: person, userId: null }),
  };
}

/** All of it put there at once: quicker than a call for each. */
function furnish(aws: SimulatedAws): void {
  const { world } = aws;
  const { latest } = aws.account(account).state;
  const status = () => ({ uploadedAt: now, status: 'Active' as const });
  latest.users.set('bot', {
    ...entity('user', 'bot', '/ci/', world.ids.unique('AIDA')),
    kind: 'user',
    keys: [{ id: accessKey, secret: world.ids.secret(), createdAt: now, status: 'Active', lastUsed: null }],
    loginProfile: { createdAt: now, passwordResetRequired: false },
    passwordLastUsedAt: null,
    serviceCredentials: [
      {
        id: serviceCredential,
        service: 'bedrock.amazonaws.com',
        userName: `bot-at-${account}`,
        createdAt: now,
        expiresAt: null,
        status: 'Active',
      },
    ],
  });
  world.keyHomes.set(accessKey, account);
  latest.inventory.sshKeys.set('bot', [{ id: 'APKAEXAMPLE123456789', ...status() }]);
  latest.inventory.certificates.set('bot', [{ id: 'TA7SMP42TDN5Z26OBPJE7EXAMPLE', ...status() }]);
  for (const [name, trust] of Object.entries(trusts)) addRole(aws, name, '/', trust);
  addRole(aws, personRoleName, '/aws-reserved/sso.amazonaws.com/', trusts.Staff);
  latest.secrets.set(secret, {
    arn: secret,
    name: 'keys/bot',
    region,
    createdAt: now,
    partner: null,
    tags: [],
    changedAt: now,
    rotatedAt: null,
    readAt: null,
    owningService: null,
    deletedAt: null,
    rotationEnabled: true,
    rotationWork: 'whole',
    rotationLambda: `arn:aws:lambda:${region}:${account}:function:rotate`,
    rotationRole: null,
    policy: null,
    versions: new Map([['first', { text: 'one', createdAt: now, stages: ['AWSCURRENT'] }]]),
  });
  for (const kind of ['profile', 'trust-anchor', 'crl'] as const) {
    const arn = anywhereArn(kind);
    const plain = kind === 'trust-anchor' ? 'trustanchor' : kind;
    latest.beside.anywhere.set(arn, { kind: plain, id: uuid, arn, name: 'plant', region, enabled: kind !== 'crl' });
  }
  const authorised = { createdAt: now, authorizedAt: now, state: 'AUTHORIZED' as const };
  latest.beside.connections.set(connection, { arn: connection, name: 'crm', region, ...authorised });
  latest.beside.identityCenter = {
    region,
    instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
    identityStoreId: 'd-0123456789',
    users: new Map([
      [person, 'person-1'],
      ['bob@example.com', 'person-2'],
    ]),
    permissionSets: [
      {
        arn: 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef',
        name: 'Admin',
        inlinePolicy: allowAll,
        isBehind: false,
        accounts: [account],
      },
    ],
  };
}

function addRole(aws: SimulatedAws, name: string, path: string, trust: string): void {
  const policy = name === personRoleName ? 'AwsSSOInlinePolicy' : 'work';
  aws.account(account).state.latest.roles.set(name, {
    ...entity('role', name, path, aws.world.ids.unique('AROA')),
    kind: 'role',
    inline: new Map([[policy, allowAll]]),
    trust,
    maxSessionSeconds: 3_600,
    lastUsed: null,
  });
}

function entity(kind: 'user' | 'role', name: string, path: string, id: string): Entity {
  return {
    kind,
    name,
    path,
    id,
    arn: `arn:aws:iam::${account}:${kind}${path}${name}`,
    createdAt: now,
    tags: [],
    inline: new Map([['work', allowAll]]),
    attached: [],
    boundary: null,
  };
}

/** Everything the account holds, but for when things were last used. */
export function wholeAccount({ aws }: Pick<KindScene, 'aws'>) {
  const state = structuredClone(aws.account(account).state.latest);
  for (const one of state.users.values()) for (const key of one.keys) key.lastUsed = null;
  for (const role of state.roles.values()) role.lastUsed = null;
  state.inventory.accessed.clear();
  return state;
}
