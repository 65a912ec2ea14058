import { expect, it } from 'vitest';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { emptyMemory, Members } from '../../../core/fleet/members.ts';
import type { Arn } from '../../../core/model/brand.ts';
import type { Credential } from '../../../core/model/credential.ts';
import { accountId, noon, use } from '../../cases/use.ts';

const key = use().credential;
const role = (person: string | null): Credential => {
  const id = 'arn:aws:iam::111122223333:role/deploy' as Arn;
  return { kind: 'role', id, accountId, principal: id, person };
};
const user = key.principal;

it.each<[what: string, credential: Credential, name: string, left: number]>([
  ['a key', key, key.id, 0],
  ['a role', role(null), 'role deploy', 0],
  ['a role that others may come in', role('mia@example.com'), 'role deploy', 1],
  [
    'a user, who may get a key',
    { kind: 'console-password', id: user, accountId, principal: user },
    `user ${user.split('/').at(-1)}`,
    1,
  ],
])('who made it is noted with it once it is used, and forgotten beside: %s', (_, credential, name, left) => {
  const memory = emptyMemory();
  const maker = { by: user, person: null, at: noon, subject: 'access-key x', accessKeyId: null };
  memory.made.set(`${accountId} ${name}`, maker);
  const members = new Members(memory, {
    networks: bundledNetworks(),
    declared: () => null,
    knownAccounts: new Set(),
  });
  expect(members.of(credential).dossier.madeBy).toEqual(maker);
  expect(memory.made.size).toBe(left);
});
