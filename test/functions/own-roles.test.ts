import { expect, test } from 'vitest';
import { memberPermissions, memberRoles } from '../../contract/permissions.ts';
import type { Arn, Untrusted } from '../../core/model/brand.ts';
import { ownIn } from '../../functions/own-roles.ts';

const account = '111122223333';
const arnOf = (name: string, where = account) => `arn:aws-us-gov:iam::${where}:role/${name}`;
const roles = Object.keys(memberRoles) as (keyof typeof memberRoles)[];

const whatever = {
  principalName: 'bot' as Untrusted,
  policyArn: `arn:aws:iam::${account}:policy/rescind/Seal` as Arn,
  resource: 'Rescind-Pin-1f2e' as Untrusted,
  sharedWith: [],
  accessKeyId: null,
  mild: true as const,
};

test('what a role in an account is for is our own doing there, and nothing else is', () => {
  const own = ownIn(account);
  for (const role of roles) {
    const may = memberPermissions[role];
    expect(may.length, role).toBeGreaterThan(0);
    for (const action of new Set(Object.values(memberPermissions).flat())) {
      expect(own(arnOf(memberRoles[role]), action, whatever), `${role} ${action}`).toBe(may.includes(action));
    }
    for (const action of ['iam:CreateAccessKey', 'secretsmanager:GetSecretValue', 'cloudtrail:StopLogging']) {
      expect(own(arnOf(memberRoles[role]), action, whatever), `${role} ${action}`).toBe(false);
    }
  }
});

test('a policy that is not called like one of ours, and another than the seal, is not our doing', () => {
  const own = ownIn(account);
  for (const action of ['iam:PutUserPolicy', 'iam:PutRolePolicy', 'iam:DeleteUserPolicy']) {
    expect(own(arnOf(memberRoles.scope), action, { ...whatever, resource: 'admin' as Untrusted }), action).toBe(false);
    expect(own(arnOf(memberRoles.scope), action, { ...whatever, resource: null }), action).toBe(false);
  }
  const { mild: _, ...grant } = whatever;
  expect(own(arnOf(memberRoles.scope), 'iam:PutUserPolicy', grant), 'what gives somebody something').toBe(false);
  expect(own(arnOf(memberRoles.scope), 'iam:DeleteUserPolicy', grant)).toBe(true);
  expect(
    own(arnOf(memberRoles.contain), 'iam:UpdateAccessKey', { ...whatever, principalName: 'rescind-ci' as Untrusted }),
    'a user',
  ).toBe(true);
  const onOurs = { ...whatever, principalName: 'Rescind-Contain' as Untrusted };
  for (const action of ['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy'])
    expect(own(arnOf(memberRoles.scope), action, onOurs), `${action} on one of ours`).toBe(false);
  expect(own(arnOf(memberRoles.scope), 'iam:GetRole', onOurs)).toBe(true);
  const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess' as Arn;
  for (const action of ['iam:AttachUserPolicy', 'iam:DetachRolePolicy'])
    expect(own(arnOf(memberRoles.contain), action, { ...whatever, policyArn }), action).toBe(false);
});

test('a role of another account, in a folder or with a longer name is not ours', () => {
  const own = ownIn(account);
  const [action = ''] = memberPermissions.inspect;
  expect(own(arnOf(memberRoles.inspect), action, whatever)).toBe(true);
  for (const other of [
    arnOf(memberRoles.inspect, '444455556666'),
    arnOf(`x/${memberRoles.inspect}`),
    arnOf(`${memberRoles.inspect}-2`),
  ]) {
    expect(own(other, action, whatever), other).toBe(false);
  }
  expect(ownIn(null)(arnOf(memberRoles.inspect), action, whatever)).toBe(false);
});
