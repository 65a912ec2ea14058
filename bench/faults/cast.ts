import { intake } from '../../core/intake/intake.ts';
import type { Told } from '../../core/intake/told.ts';
import type { AccessKeyId } from '../../core/model/brand.ts';
import type { Instant } from '../../core/model/instant.ts';
import { formatInstant, parseInstant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Random } from '../../simulator/random.ts';
import { account, decision } from '../../test/core/plan/decisions.ts';
import type { World } from './world.ts';

type Key = World['keys'][number];

/** What a run is about, some of it about the same key. */
export function castDecisions(world: World, at: Instant, random: Random): Decision[] {
  return Array.from({ length: random.between(1, 4) }, (_, i) => {
    const id = `d_${random.text('0123456789abcdef', 8)}${i}`;
    const expiresAt = random.chance(0.2) ? at + random.between(1, 40) * 3_600_000 : null;
    if (random.chance(0.25)) {
      const action = random.pick(['pin', 'quarantine', 'revoke-sessions'] as const);
      return decision({ id, at, kind: 'role', credential: world.role, principal: world.role, action, expiresAt });
    }
    const key = random.pick(world.keys);
    const about = { credential: key.id, principal: key.arn };
    if (random.chance(0.25)) {
      const rotation = { secret: world.secret, unlessSince: null };
      return decision({ id, at, ...about, action: 'rotate', verdict: 'stale', reversible: false, rotation });
    }
    return decision({
      id,
      at,
      ...about,
      action: random.pick(['pin', 'quarantine', 'disable', 'disable'] as const),
      expiresAt,
    });
  });
}

/** A use of the key by its honest owner, so that it is known whose it is. */
export function honestUse({ id, user, arn }: Key, at: Instant): Told {
  const taken = intake({
    eventVersion: '1.11',
    eventID: `use-${id}`,
    eventTime: formatInstant(at),
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.7',
    userAgent: 'aws-cli/2.31.0',
    readOnly: true,
    recipientAccountId: account,
    userIdentity: { type: 'IAMUser', principalId: 'AIDA', arn, accountId: account, accessKeyId: id, userName: user },
  });
  if (taken.kind !== 'use') throw new Error(`the made-up record is no use: ${taken.kind}`);
  return { at: parseInstant(formatInstant(at)) ?? at, id: `use-${id}`, use: taken.use, testimony: null };
}

/** AWS says that the key is public: enough by itself to switch it off. */
export function exposure(id: AccessKeyId, at: Instant): Told {
  const told = { at, eventId: `health-${id}`, accountId: account };
  const testimony = {
    kind: 'exposed',
    partition: 'aws',
    ...told,
    accessKeyIds: [id],
    userName: null,
    by: 'aws',
    notice: 'AWS_RISK_CREDENTIALS_EXPOSED',
  } as const;
  return { at, id: `health-${id}`, use: null, testimony };
}
