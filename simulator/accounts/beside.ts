import { day } from '../../core/model/instant.ts';
import type { Random } from '../random.ts';
import type { Truth } from './truth.ts';
import type { Setting } from './users.ts';

const regions = ['eu-central-1', 'us-east-1', 'us-west-2'];

/** What other services than IAM keep: values in Parameter Store, connections, a door for certificates; and the trail. */
export function addBesideIam(setting: Setting, random: Random): readonly Truth[] {
  addTrail(setting, random);
  return [
    ...Array.from({ length: random.between(0, 4) }, (_, i) => addParameter(setting, `setting-${i + 1}`, random)),
    ...(random.chance(0.4) ? [addConnection(setting, random)] : []),
    ...(random.chance(0.2) ? addDoor(setting, random) : []),
  ];
}

const plain = { holds: 'fitting', owner: 'none', loan: 'none', lent: null, door: 'closed', off: false } as const;

function addParameter({ aws, accountId, now, people }: Setting, name: string, random: Random): Truth {
  const region = random.pick(regions);
  const arn = `arn:aws:ssm:${region}:${accountId}:parameter/${name}`;
  const isPersons = random.chance(0.7);
  const session = isPersons ? random.pick(people.present) : 'pipeline-17';
  aws.account(accountId).state.latest.beside.parameters.set(arn, {
    arn,
    name: `/${name}`,
    region,
    type: 'SecureString',
    modifiedAt: now - random.between(2, 80) * day,
    modifiedBy: `arn:aws:sts::${accountId}:assumed-role/deploy/${session}`,
  });
  // Whoever wrote it last is only somebody to ask: that is less than an owner.
  return { ...plain, accountId, credential: arn, kind: 'parameter', use: 'unobserved' };
}

function addConnection({ aws, accountId, now }: Setting, random: Random): Truth {
  const region = random.pick(regions);
  const arn = `arn:aws:events:${region}:${accountId}:connection/partner/${aws.world.ids.uuid()}`;
  const createdAt = now - random.between(2, 80) * day;
  const off = random.chance(0.2);
  aws.account(accountId).state.latest.beside.connections.set(arn, {
    arn,
    name: 'partner',
    region,
    createdAt,
    authorizedAt: createdAt,
    state: off ? 'DEAUTHORIZED' : 'AUTHORIZED',
  });
  return { ...plain, accountId, credential: arn, kind: 'event-connection', use: 'unobserved', off };
}

/** A trust anchor and its profile: both are at work, or both have been forgotten. */
function addDoor({ aws, accountId, now }: Setting, random: Random): readonly Truth[] {
  const { beside } = aws.account(accountId).state.latest;
  const region = random.pick(regions);
  const use = random.weighted<'busy' | 'abandoned' | 'never'>([
    ['busy', 5],
    ['abandoned', 3],
    ['never', 2],
  ]);
  const lastSeenAt = use === 'busy' ? now - random.between(0, 9) * day : now - random.between(130, 300) * day;
  if (use !== 'never') beside.subjects.push({ id: aws.world.ids.uuid(), region, lastSeenAt });
  return (['trustanchor', 'profile'] as const).map((kind) => {
    const id = aws.world.ids.uuid();
    const arn = `arn:aws:rolesanywhere:${region}:${accountId}:${kind === 'profile' ? kind : 'trust-anchor'}/${id}`;
    beside.anywhere.set(arn, { kind, id, arn, name: 'plant', region, enabled: true, createdAt: now - 400 * day });
    return { ...plain, accountId, credential: arn, kind: 'roles-anywhere', use };
  });
}

/** Nearly every account is recorded in all its Regions; some in one alone, a few nowhere. */
function addTrail({ aws, accountId }: Setting, random: Random): void {
  if (random.chance(0.04)) return;
  const arn = `arn:aws:cloudtrail:us-east-1:${accountId}:trail/all`;
  aws.account(accountId).state.latest.beside.trails.set(arn, {
    arn,
    name: 'all',
    homeRegion: 'us-east-1',
    everyRegion: random.chance(0.95),
    isLogging: true,
    dataEvents: random.chance(0.2),
  });
}
