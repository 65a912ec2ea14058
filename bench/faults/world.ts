import { sealDocument, sealName, sealPath } from '../../contract/seal.ts';
import type { AccessKeyId, Arn } from '../../core/model/brand.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { administratorAccess } from '../../simulator/aws/iam/aws-managed-policies.ts';
import type { Credentials } from '../../simulator/aws/simulated-aws.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { AccountState, Entity, Role, Secret, User } from '../../simulator/aws/state/account.ts';
import type { Random } from '../../simulator/random.ts';
import { account } from '../../test/core/plan/decisions.ts';

/** One account with a few users, their keys, a role and a secret. */
export interface World {
  readonly aws: SimulatedAws;
  readonly credentials: Credentials;
  readonly keys: readonly { readonly id: AccessKeyId; readonly user: string; readonly arn: Arn }[];
  readonly role: Arn;
  readonly secret: Arn;
}

/** With the seal in the account, or where that is not said, perhaps. */
export function newWorld(
  clock: { now(): Instant },
  random: Random,
  { sealed = random.chance(0.5) }: { readonly sealed?: boolean } = {},
): World {
  const aws = new SimulatedAws({ clock, accounts: [{ id: account }], believing: true });
  const { latest } = aws.account(account).state;
  const { ids } = aws.world;
  const createdAt = clock.now() - 200 * day;
  const common = (kind: 'user' | 'role', name: string): Entity => ({
    kind,
    name,
    path: '/',
    id: ids.unique(kind === 'user' ? 'AIDA' : 'AROA'),
    arn: `arn:aws:iam::${account}:${kind}/${name}`,
    createdAt,
    tags: [{ Key: 'owner', Value: 'team-data' }],
    inline: new Map([
      ['work', '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'],
      ['Rescind-Pin-not-ours', '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}'],
    ]),
    attached: random.chance(0.5) ? [administratorAccess] : [],
    boundary: null,
  });
  const keys = [];
  for (let i = 0; i < random.between(1, 3); i += 1) {
    const user: User = {
      ...common('user', `bot${i}`),
      kind: 'user',
      keys: [],
      loginProfile: null,
      passwordLastUsedAt: null,
      serviceCredentials: [],
    };
    latest.users.set(user.name, user);
    for (let k = 0; k < random.between(1, 2); k += 1) {
      const status = random.chance(0.15) ? 'Inactive' : 'Active';
      const id = ids.unique('AKIA') as AccessKeyId;
      user.keys.push({ id, secret: ids.secret(), createdAt, status, lastUsed: null });
      aws.world.keyHomes.set(id, account);
      keys.push({ id, user: user.name, arn: user.arn as Arn });
    }
  }
  const role: Role = {
    ...common('role', 'Worker'),
    kind: 'role',
    trust: '{"Version":"2012-10-17","Statement":[]}',
    maxSessionSeconds: 3_600,
    lastUsed: null,
  };
  latest.roles.set(role.name, role);
  if (sealed) {
    const arn = `arn:aws:iam::${account}:policy${sealPath}${sealName}`;
    const document = JSON.stringify(sealDocument);
    latest.policies.set(arn, { name: sealName, path: sealPath, id: 'ANPA1', arn, createdAt, document });
  }
  const secret = newSecret(createdAt, random);
  latest.secrets.set(secret.arn, secret);
  aws.lag = random.chance(0.6) ? random.between(0, 10_000) : 0;
  return { aws, credentials: aws.administrator(account), keys, role: role.arn as Arn, secret: secret.arn as Arn };
}

function newSecret(createdAt: Instant, random: Random): Secret {
  return {
    arn: `arn:aws:secretsmanager:us-east-1:${account}:secret:keys/bot-abc123`,
    name: 'keys/bot',
    region: 'us-east-1',
    createdAt,
    partner: null,
    tags: [],
    changedAt: createdAt,
    rotatedAt: null,
    readAt: null,
    policy: null,
    owningService: null,
    deletedAt: null,
    rotationEnabled: random.chance(0.5),
    rotationWork: 'whole',
    rotationLambda: `arn:aws:lambda:us-east-1:${account}:function:rotate`,
    rotationRole: null,
    versions: new Map([['first', { text: 'one', createdAt, stages: ['AWSCURRENT'] }]]),
  };
}

/** All that Rescind could have touched, and nothing that moves by itself. */
export function snapshotOf({ aws }: World): AccountState {
  const state = structuredClone(aws.account(account).state.latest);
  for (const key of state.users.get('administrator')?.keys ?? []) key.lastUsed = null;
  state.inventory.accessed.clear();
  return state;
}
