import { hour } from '../../core/model/instant.ts';
import { hex } from '../organisation/ids.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import type { Attack } from './attack.ts';
import { everyLevel, keyHolders, type Technique } from './technique.ts';

const enumeration = [
  's3:ListBuckets',
  'iam:ListUsers',
  'iam:ListRoles',
  'iam:GetAccountSummary',
  'iam:ListAttachedUserPolicies',
  'ec2:DescribeInstances',
  'ec2:DescribeSecurityGroups',
  'lambda:ListFunctions20150331',
  'rds:DescribeDBInstances',
  'secretsmanager:ListSecrets',
  'ses:GetSendQuota',
  'organizations:DescribeOrganization',
  'dynamodb:ListTables',
  'kms:ListKeys',
];

/** Looking around and reading what should stay unread. */
export const reconnaissance: readonly Technique[] = [
  {
    technique: 'stolen-key-enumeration',
    tactic: 'discovery',
    victims: keyHolders,
    difficulties: everyLevel,
    story: 'a stolen access key is tried out, then used to look around',
    play: (attack) => {
      attack.call('sts:GetCallerIdentity');
      attack.calls(attack.random.shuffled(enumeration), 0.5);
    },
  },
  {
    technique: 'low-and-slow-enumeration',
    tactic: 'discovery',
    victims: keyHolders,
    difficulties: ['stealthy'],
    lasts: 2,
    story: 'a thief looks around with one call every hour or two',
    play: (attack) => {
      for (const action of attack.random.shuffled(enumeration)) {
        attack.call(action);
        attack.wait((1 + attack.random.next()) * hour);
      }
    },
  },
  {
    technique: 'secrets-mass-read',
    tactic: 'credential-access',
    victims: [...keyHolders, 'ci-oidc', 'lambda', 'ecs'],
    difficulties: everyLevel,
    story: 'every secret is listed and read',
    play: (attack) => {
      attack.call('secretsmanager:ListSecrets');
      times(attack.random.between(10, 20), () =>
        attack.call('secretsmanager:GetSecretValue', { parameters: { secretId: secretId(attack) } }),
      );
    },
  },
  {
    technique: 'parameters-mass-read',
    tactic: 'credential-access',
    victims: [...keyHolders, 'ec2', 'ecs'],
    difficulties: everyLevel,
    story: 'all parameters are paged through and decrypted',
    play: (attack) => {
      times(4, () => attack.call('ssm:DescribeParameters', { parameters: { maxResults: 10 } }));
      times(5, () => {
        const names = Array.from({ length: 10 }, (_, i) => `/prod/${hex(attack.random, 4)}/credential-${i}`);
        attack.call('ssm:GetParameters', { parameters: { names, withDecryption: true } });
      });
    },
  },
  {
    technique: 'password-data',
    tactic: 'credential-access',
    victims: ['developer', 'person', 'ec2'],
    difficulties: everyLevel,
    story: 'the Windows passwords of many instances are requested',
    play: (attack) =>
      times(25, () =>
        attack.call('ec2:GetPasswordData', { parameters: { instanceId: instanceId(attack) }, failure: 'denied' }),
      ),
  },
  {
    technique: 'user-data',
    tactic: 'discovery',
    victims: ['developer', 'person', 'ec2', 'ci-key'],
    difficulties: everyLevel,
    story: 'the start-up scripts of many instances are read',
    play: (attack) => {
      attack.call('ec2:DescribeInstances');
      times(15, () =>
        attack.call('ec2:DescribeInstanceAttribute', {
          parameters: { instanceId: instanceId(attack), attribute: 'userData' },
        }),
      );
    },
  },
  {
    technique: 'bucket-exfiltration',
    tactic: 'exfiltration',
    victims: ['data-service', 'batch', 'ecs', 'ec2'],
    difficulties: everyLevel,
    story: 'a bucket is copied out object by object',
    play: (attack) => {
      attack.calls(['s3:ListBuckets', 's3:ListObjects']);
      times(60, () => attack.call('s3:GetObject'));
    },
  },
];

export function times(count: number, act: () => void): void {
  for (let i = 0; i < count; i++) act();
}

export function instanceId(attack: Attack): string {
  return `i-0${hex(attack.random, 16)}`;
}

function secretId(attack: Attack): JsonObject[string] {
  const { random, region, signer } = attack;
  return `arn:aws:secretsmanager:${region}:${signer.accountId}:secret:${random.pick(['prod', 'live', 'vendor'])}/${hex(random, 6)}-${hex(random, 6)}`;
}
