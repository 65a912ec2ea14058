import { expect, test } from 'vitest';
import { memberPermissions, memberRoles } from '../../contract/permissions.ts';
import { ownIn } from '../../functions/own-roles.ts';

const account = '111122223333';
const arnOf = (name: string, where = account) => `arn:aws-us-gov:iam::${where}:role/${name}`;
const roles = Object.keys(memberRoles) as (keyof typeof memberRoles)[];

test('what a role in an account is for is our own doing there, and nothing else is', () => {
  const own = ownIn(account);
  for (const role of roles) {
    const may = memberPermissions[role];
    expect(may.length, role).toBeGreaterThan(0);
    for (const action of new Set(Object.values(memberPermissions).flat())) {
      expect(own(arnOf(memberRoles[role]), action), `${role} ${action}`).toBe(may.includes(action));
    }
    for (const action of ['iam:CreateAccessKey', 'secretsmanager:GetSecretValue', 'cloudtrail:StopLogging']) {
      expect(own(arnOf(memberRoles[role]), action), `${role} ${action}`).toBe(false);
    }
  }
});

test('a role of another account, in a folder or with a longer name is not ours', () => {
  const own = ownIn(account);
  const [action = ''] = memberPermissions.inspect;
  expect(own(arnOf(memberRoles.inspect), action)).toBe(true);
  for (const other of [
    arnOf(memberRoles.inspect, '444455556666'),
    arnOf(`x/${memberRoles.inspect}`),
    arnOf(`${memberRoles.inspect}-2`),
  ]) {
    expect(own(other, action), other).toBe(false);
  }
  expect(ownIn(null)(arnOf(memberRoles.inspect), action)).toBe(false);
});
