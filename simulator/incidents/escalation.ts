import { uniqueId, userArn } from '../organisation/ids.ts';
import { type User, userKey } from '../record/identity.ts';
import { usStyle } from '../record/mint.ts';
import { allow } from '../record/request.ts';
import type { Attack } from './attack.ts';
import { everyLevel, type Technique } from './technique.ts';

const writers = ['admin', 'developer', 'ci-key'] as const;
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Making more of a credential than it was given, and staying. */
export const escalation: readonly Technique[] = [
  {
    technique: 'new-admin-user',
    tactic: 'persistence',
    victims: writers,
    difficulties: everyLevel,
    story: 'a new administrator is created and given a key, which is used',
    play: (attack) => {
      const userName = attack.random.pick(['support-svc', 'aws-backup-operator', 'sysadm', 'deploy-bot2']);
      const user = createUser(attack, userName);
      attack.call('iam:AttachUserPolicy', { parameters: { userName, policyArn: administrator } });
      useNewKey(attack, user, createKey(attack, userName));
    },
  },
  {
    technique: 'backdoor-other-user',
    tactic: 'persistence',
    victims: writers,
    difficulties: everyLevel,
    story: 'a thief gives another user a second key or a new password',
    play: (attack) => {
      const others = attack.stage.actors.filter(
        (a) =>
          a.access.kind === 'key' && a.account.id === attack.signer.accountId && a.name !== attack.stage.victim.name,
      );
      const other = others.length === 0 ? null : attack.random.pick(others);
      const userName = other?.access.kind === 'key' ? other.access.user.name : 'operations';
      attack.calls(['iam:ListUsers', 'iam:ListAccessKeys']);
      createKey(attack, userName);
      attack.call('iam:UpdateLoginProfile', { parameters: { userName, passwordResetRequired: false }, response: null });
    },
  },
  {
    technique: 'trust-edit',
    tactic: 'persistence',
    victims: [...writers, 'ci-oidc'],
    difficulties: everyLevel,
    story: 'a role is opened to a foreign account',
    play: (attack) => {
      attack.calls(['iam:ListRoles', 'iam:GetRole']);
      const Statement = [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${attack.foreignAccount()}:root` },
          Action: 'sts:AssumeRole',
        },
      ];
      const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
      attack.call('iam:UpdateAssumeRolePolicy', {
        parameters: { roleName: `${attack.stage.victim.stock.service}-role`, policyDocument },
        response: null,
      });
    },
  },
  {
    technique: 'policy-version-escalation',
    tactic: 'privilege-escalation',
    victims: writers,
    difficulties: everyLevel,
    story: 'a policy gets a new version that allows everything',
    play: (attack) => {
      attack.calls(['iam:ListPolicies', 'iam:GetPolicy', 'iam:GetPolicyVersion']);
      const policyArn = `arn:aws:iam::${attack.signer.accountId}:policy/${attack.stage.victim.stock.service}-runtime`;
      attack.call('iam:CreatePolicyVersion', {
        parameters: { policyArn, setAsDefault: true, policyDocument: allow(['*']) },
        response: { policyVersion: { versionId: 'v2', isDefaultVersion: true } },
      });
      attack.calls(['iam:ListUsers', 'secretsmanager:ListSecrets']);
    },
  },
  {
    technique: 'pass-role-escalation',
    tactic: 'privilege-escalation',
    victims: ['developer', 'ci-key', 'ci-oidc'],
    difficulties: everyLevel,
    story: 'a function with an administrator’s role is created and run',
    play: (attack) => {
      const functionName = attack.random.pick(['health-probe', 'tmp-runner', 'log-cleaner']);
      const role = `arn:aws:iam::${attack.signer.accountId}:role/OrganizationAccountAccessRole`;
      attack.call('iam:ListRoles');
      attack.call('lambda:CreateFunction20150331', {
        parameters: { functionName, role, runtime: 'python3.12', handler: 'm.h' },
        response: { functionName },
      });
      attack.call('lambda:AddPermission20150331v2', {
        parameters: { functionName, action: 'lambda:InvokeFunction', principal: attack.foreignAccount() },
      });
      attack.call('lambda:Invoke', { parameters: { functionName } });
    },
  },
  {
    technique: 'insider-grave-actions',
    tactic: 'persistence',
    victims: ['developer', 'person', 'console', 'admin'],
    difficulties: ['stealthy'],
    own: true,
    story: 'an employee at the usual desk prepares a way to come back later',
    play: (attack) => {
      const userName = `${attack.stage.victim.stock.service}-svc`;
      attack.calls(['iam:ListUsers', 'iam:ListAttachedUserPolicies']);
      createUser(attack, userName);
      attack.call('iam:AttachUserPolicy', { parameters: { userName, policyArn: administrator } });
      createKey(attack, userName);
    },
  },
];

export function createUser(attack: Attack, name: string): User {
  const { accountId } = attack.signer;
  const user: User = {
    kind: 'user',
    accountId,
    name,
    id: uniqueId(attack.random, 'AIDA'),
    arn: userArn(accountId, name),
  };
  const made = { path: '/', arn: user.arn, userId: user.id, createDate: usStyle(attack.at), userName: name };
  attack.call('iam:CreateUser', { parameters: { userName: name }, response: { user: made } });
  attack.alsoAcceptable.push(user.arn);
  return user;
}

export function createKey(attack: Attack, userName: string): string {
  const accessKeyId = attack.newKeyId('AKIA');
  const accessKey = { accessKeyId, status: 'Active', createDate: usStyle(attack.at), userName };
  attack.call('iam:CreateAccessKey', { parameters: { userName }, response: { accessKey } });
  attack.alsoAcceptable.push(accessKeyId);
  return accessKeyId;
}

function useNewKey(attack: Attack, user: User, keyId: string): void {
  attack.signer = userKey(user, keyId);
  attack.wait(20_000);
  attack.calls(['sts:GetCallerIdentity', 's3:ListBuckets']);
}
