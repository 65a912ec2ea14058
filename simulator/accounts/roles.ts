import { day } from '../../core/model/instant.ts';
import type { Role } from '../aws/state/account.ts';
import type { Random } from '../random.ts';
import { drawLifetime, drawNature, type Lifetime, type Nature } from './draw.ts';
import { type Drawn, tagsAndPolicies } from './entity.ts';
import { callsOfWork, makeGrants } from './grants.ts';
import type { Door, Truth } from './truth.ts';
import { noteUses, type Setting } from './users.ts';

/** A role of the account's own: assumed by a sister account's pipeline, a vendor, a GitHub job, or by anybody. */
export function addRole(setting: Setting, name: string, random: Random): readonly Truth[] {
  const life = drawLifetime(random, setting.now);
  const nature = drawNature(random);
  const grants = makeGrants(nature.holds, random);
  const trust = trustOf(nature.door, setting, random);
  return [place(setting, { name, path: '/', life, nature, grants, trust }, random)];
}

/** The role for the worst day: it may do everything, is not used for a year, and says why. */
export function addBreakGlass(setting: Setting, random: Random): readonly Truth[] {
  const { now } = setting;
  const lastUsedAt = random.chance(0.5) ? now - random.between(100, 300) * day : null;
  const life: Lifetime = {
    use: 'rare',
    createdAt: now - 360 * day,
    lastUsedAt,
    cadence: 'break-glass administrator',
    everyDays: null,
  };
  const nature: Nature = { holds: 'in-charge', owner: 'team', loan: 'none', lent: null, door: 'closed' };
  const trust = trustOf('closed', setting, random);
  const grants = makeGrants('in-charge', random);
  return [place(setting, { name: 'break-glass', path: '/', life, nature, grants, trust }, random)];
}

/** Roles that AWS keeps for itself: nobody can do anything about them. */
export function addAwsRoles(setting: Setting, random: Random): void {
  const life: Lifetime = {
    use: 'never',
    createdAt: setting.now - 500 * day,
    lastUsedAt: null,
    cadence: null,
    everyDays: null,
  };
  const nature: Nature = { holds: 'far-too-much', owner: 'none', loan: 'none', lent: null, door: 'closed' };
  const grants = makeGrants('in-charge', random);
  const trust = statement({ Principal: { Service: 'autoscaling.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const path = '/aws-service-role/autoscaling.amazonaws.com/';
  place(setting, { name: 'AWSServiceRoleForAutoScaling', path, life, nature, grants, trust }, random);
  const saml = statement({
    Principal: { Federated: `arn:aws:iam::${setting.accountId}:saml-provider/AWSSSO_DO_NOT_DELETE` },
    Action: 'sts:AssumeRoleWithSAML',
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  });
  const reserved = {
    name: 'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
    path: '/aws-reserved/sso.amazonaws.com/',
  };
  place(setting, { ...reserved, life, nature, grants, trust: saml }, random);
}

interface DrawnRole extends Drawn {
  readonly name: string;
  readonly path: string;
  readonly trust: string;
}

function place(setting: Setting, made: DrawnRole, random: Random): Truth {
  const { aws, accountId } = setting;
  const { name, path, life, nature, grants, trust } = made;
  const arn = `arn:aws:iam::${accountId}:role${path}${name}`;
  const role: Role = {
    kind: 'role',
    name,
    path,
    id: aws.world.ids.unique('AROA'),
    arn,
    createdAt: life.createdAt,
    ...tagsAndPolicies(setting, made, random),
    trust,
    maxSessionSeconds: 3_600,
    lastUsed: life.lastUsedAt === null ? null : { at: life.lastUsedAt, region: 'us-east-1' },
  };
  aws.account(accountId).state.latest.roles.set(name, role);
  noteUses(setting, arn, grants, [life], random);
  const actions = grants.needs.flatMap((service) => callsOfWork[service] ?? []);
  setting.uses.push({ accountId, kind: 'role', credential: arn, principal: arn, life, actions, lent: nature.lent });
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
