import { hex, roleArn, uniqueId, userArn } from '../organisation/ids.ts';
import { awsIn } from '../organisation/networks.ts';
import type { Account } from '../organisation/organisation.ts';
import { type Place, placeIn } from '../organisation/places.ts';
import type { Random, Weighted } from '../random.ts';
import { type Role, type User, userKey } from '../record/identity.ts';
import type { Access, ComputeService } from './actor.ts';
import type { Casting } from './part.ts';

interface Where {
  readonly account: Account;
  readonly random: Random;
}

export function aUser({ account, random }: Where, name: string): User {
  return { kind: 'user', accountId: account.id, name, id: uniqueId(random, 'AIDA'), arn: userArn(account.id, name) };
}

export function aRole({ account, random }: Where, name: string, path = '/'): Role {
  return {
    kind: 'role',
    accountId: account.id,
    name,
    id: uniqueId(random, 'AROA'),
    arn: roleArn(account.id, name, path),
  };
}

export function keyAccess(where: Where, userName: string): Access {
  const first = { id: uniqueId(where.random, 'AKIA'), from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  return { kind: 'key', user: aUser(where, userName), keys: [first] };
}

export function compute(
  c: Casting,
  service: ComputeService,
  sessionName: string,
  refreshHours: number,
): Extract<Access, { kind: 'compute' }> {
  return {
    kind: 'compute',
    role: aRole(c, `${c.stock.service}-${c.archetype}-role`),
    service,
    sessionName,
    refreshHours,
  };
}

/** A user of the same account that may assume the role, and does so with its key. */
export function assumed(c: Casting, name: string, sourceIdentity?: string): Access {
  const user = aUser(c, `${name}-runner-${c.number}`);
  const parent = userKey(user, uniqueId(c.random, 'AKIA'));
  const source = sourceIdentity === undefined ? {} : { sourceIdentity };
  return {
    kind: 'assumed',
    role: aRole(c, `${name}-${c.number}`),
    parent,
    sessionName: `${name}-${hex(c.random, 4)}`,
    ...source,
  };
}

/** In a private subnet, behind an endpoint, or (functions) on AWS’s own addresses. */
export function insidePlaces(c: Casting, service: ComputeService): Weighted<Place> {
  if (c.random.chance(0.25)) return [[c.account.endpoint, 1]];
  if (service === 'lambda' && c.random.chance(0.5)) return [[placeIn(awsIn(c.account.region), c.random, 12), 1]];
  return [[c.account.nat, 1]];
}
