import { roleArn, uniqueId, userArn } from '../organisation/ids.ts';
import type { Account } from '../organisation/organisation.ts';
import type { Random } from '../random.ts';
import type { Role, User } from '../record/identity.ts';
import type { Access } from './actor.ts';

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
