import { day } from '../../core/model/instant.ts';
import type { Role } from '../aws/state/account.ts';
import type { Random } from '../random.ts';
import { drawLifetime, drawNature, type Lifetime, type Nature } from './draw.ts';
import { type MadeGrants, makeGrants } from './grants.ts';
import { cadenceTags, loanTags, ownerTags } from './tags.ts';
import type { Door, Truth } from './truth.ts';
import { noteUses, type Setting } from './users.ts';

/** A role of the account's own: assumed by a sister account's pipeline, a vendor, a GitHub job, or by anybody. */
export function addRole(setting: Setting, name: string, random: Random): readonly Truth[] {
  const life = drawLifetime(random, setting.now);
  const nature = drawNature(random);
  return [
    place(
      setting,
      name,
      '/',
      life,
      nature,
      makeGrants(nature.holds, random),
      trustOf(nature.door, setting, random),
      random,
    ),
  ];
}

/** The role for the worst day: it may do everything, is not used for a year, and says why. */
export function addBreakGlass(setting: Setting, random: Random): readonly Truth[] {
  const { now } = setting;
  const lastUsedAt = random.chance(0.5) ? now - random.between(100, 300) * day : null;
  const life: Lifetime = { use: 'rare', createdAt: now - 360 * day, lastUsedAt, cadence: 'break-glass administrator' };
  const nature: Nature = { holds: 'in-charge', owner: 'team', loan: 'none', door: 'closed' };
  const trust = trustOf('closed', setting, random);
  return [place(setting, 'break-glass', '/', life, nature, makeGrants('in-charge', random), trust, random)];
}

/** Roles that AWS keeps for itself: nobody can do anything about them. */
export function addAwsRoles(setting: Setting, random: Random): void {
  const life: Lifetime = { use: 'never', createdAt: setting.now - 500 * day, lastUsedAt: null, cadence: null };
  const nature: Nature = { holds: 'far-too-much', owner: 'none', loan: 'none', door: 'closed' };
  const grants = makeGrants('in-charge', random);
  const trust = statement({ Principal: { Service: 'autoscaling.amazonaws.com' }, Action: 'sts:AssumeRole' });
  place(
    setting,
    'AWSServiceRoleForAutoScaling',
    '/aws-service-role/autoscaling.amazonaws.com/',
    life,
    nature,
    grants,
    trust,
    random,
  );
  const name = 'AWSReservedSSO_AdministratorAccess_0123456789abcdef';
  const saml = statement({
    Principal: { Federated: `arn:aws:iam::${setting.accountId}:saml-provider/AWSSSO_DO_NOT_DELETE` },
    Action: 'sts:AssumeRoleWithSAML',
  });
  place(setting, name, '/aws-reserved/sso.amazonaws.com/', life, nature, grants, saml, random);
}

function place(
  setting: Setting,
  name: string,
  path: string,
  life: Lifetime,
  nature: Nature,
  grants: MadeGrants,
  trust: string,
  random: Random,
): Truth {
  const { aws, accountId, people, now } = setting;
  const arn = `arn:aws:iam::${accountId}:role${path}${name}`;
  const role: Role = {
    kind: 'role',
    name,
    path,
    id: aws.world.ids.unique('AROA'),
    arn,
    createdAt: life.createdAt,
    tags: [
      ...ownerTags(nature.owner, people, random),
      ...loanTags(nature.loan, now, random),
      ...cadenceTags(life.cadence),
    ],
    inline: new Map(grants.inline === null ? [] : [['work', grants.inline]]),
    attached: [...grants.attached],
    boundary: null,
    trust,
    maxSessionSeconds: 3_600,
    lastUsed: life.lastUsedAt === null ? null : { at: life.lastUsedAt, region: 'us-east-1' },
  };
  aws.account(accountId).state.latest.roles.set(name, role);
  noteUses(setting, arn, grants, [life], random);
  return { accountId, credential: arn, kind: 'role', use: life.use, ...nature, off: false };
}

function trustOf(door: Door, { aws, accountId }: Setting, random: Random): string {
  const github = `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;
  const audience = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };
  const job = { Principal: { Federated: github }, Action: 'sts:AssumeRoleWithWebIdentity' };
  switch (door) {
    case 'open':
      return random.chance(0.5)
        ? statement({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' })
        : statement({ ...job, Condition: { StringEquals: audience } });
    case 'vendor':
      return statement({
        Principal: { AWS: 'arn:aws:iam::999900001111:root' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': `vendor-${random.between(1000, 9999)}` } },
      });
    case 'closed': {
      const sister = random.pick([...aws.world.accounts.keys()]);
      return random.chance(0.6)
        ? statement({ Principal: { AWS: `arn:aws:iam::${sister}:root` }, Action: 'sts:AssumeRole' })
        : statement({
            ...job,
            Condition: {
              StringEquals: audience,
              StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:made-up/shop:*' },
            },
          });
    }
  }
}

function statement(fields: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...fields }] });
}
