import type { Random } from '../random.ts';
import { drawLifetime, drawOwner } from './draw.ts';
import { cadenceTags, ownerTags } from './tags.ts';
import type { Truth } from './truth.ts';
import type { Setting } from './users.ts';

const regions = ['eu-central-1', 'us-east-1', 'us-west-2'];

export function addSecret(
  { aws, accountId, people, now, uses }: Setting,
  name: string,
  random: Random,
): readonly Truth[] {
  const life = drawLifetime(random, now);
  const owner = drawOwner(random);
  const region = random.pick(regions);
  const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${aws.world.ids.unique('').slice(0, 6)}`;
  aws.account(accountId).state.latest.secrets.set(arn, {
    arn,
    name,
    region,
    createdAt: life.createdAt,
    partner: null,
    owningService: null,
    deletedAt: null,
    rotationEnabled: false,
    rotationWork: 'whole',
    tags: [...ownerTags(owner, people, random), ...cadenceTags(life.cadence)],
    changedAt: life.createdAt,
    rotatedAt: null,
    readAt: life.lastUsedAt,
    rotationLambda: null,
    rotationRole: null,
    policy: null,
    versions: new Map(),
  });
  const principal = `arn:aws:iam::${accountId}:role/reader`;
  const actions = ['secretsmanager:GetSecretValue'];
  uses.push({ accountId, kind: 'secret', credential: arn, principal, life, actions, lent: null });
  return [
    {
      accountId,
      credential: arn,
      kind: 'secret',
      use: life.use,
      holds: 'fitting',
      owner,
      loan: 'none',
      lent: null,
      door: 'closed',
      off: false,
    },
  ];
}
