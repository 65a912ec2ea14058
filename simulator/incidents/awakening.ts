import { day, hour } from '../../core/model/instant.ts';
import { uuid } from '../organisation/ids.ts';
import { wholeSecond } from '../record/identity.ts';
import type { Attack } from './attack.ts';
import { everyLevel, keyHolders, type Technique } from './technique.ts';

/** Keys that should be silent, keys that AWS itself gave up on, and thieves who take their time. */
export const awakening: readonly Technique[] = [
  {
    technique: 'dormant-key-awakes',
    tactic: 'initial-access',
    victims: ['dormant', 'unused'],
    difficulties: everyLevel,
    story: 'a key that was unused for months is used',
    play: (attack) =>
      attack.calls(['sts:GetCallerIdentity', 's3:ListBuckets', 'dynamodb:DescribeTable', 's3:GetObject'], 0.1),
  },
  {
    technique: 'canary-key-used',
    tactic: 'initial-access',
    victims: ['canary'],
    difficulties: ['blatant', 'plain'],
    story: 'a planted key, which nobody has a reason to use, is tried out',
    play: (attack) => {
      attack.giveaway = attack.call('sts:GetCallerIdentity');
      attack.calls(['s3:ListBuckets', 'iam:ListUsers'], 1);
    },
  },
  {
    technique: 'provider-quarantine',
    tactic: 'initial-access',
    victims: ['ci-key', 'developer'],
    difficulties: ['blatant', 'plain'],
    story: 'AWS finds the key in public and attaches its quarantine policy while a thief tries out the key',
    play: (attack) => {
      attack.calls(['sts:GetCallerIdentity', 'ses:GetSendQuota']);
      attachQuarantine(attack);
      attack.calls(['iam:ListUsers', 'ec2:RunInstances', 'iam:CreateUser'], 1);
    },
  },
  {
    technique: 'slow-poisoning',
    tactic: 'credential-access',
    victims: keyHolders,
    difficulties: ['stealthy'],
    lasts: 14,
    story: 'two weeks of harmless calls from a second network make the harmful ones look familiar',
    play: (attack) => {
      const usual = attack.stage.victim.workload
        .map(([action]) => action)
        .filter((action) => !action.startsWith('iam:'));
      for (let n = 0; n < 13; n++) {
        const morning = attack.at;
        attack.calls([attack.random.pick(usual), attack.random.pick(usual)]);
        attack.at = morning + day + Math.floor(attack.random.next() * hour);
      }
      attack.calls([
        'secretsmanager:ListSecrets',
        'secretsmanager:GetSecretValue',
        'secretsmanager:GetSecretValue',
        'iam:ListUsers',
      ]);
    },
  },
];

function attachQuarantine(attack: Attack): void {
  const { access } = attack.stage.victim;
  if (access.kind !== 'key') return;
  const policy = attack.random.pick([
    'AWSCompromisedKeyQuarantineV2',
    'AWSCompromisedKeyQuarantineV3',
    'AWSCompromisedKeyQuarantineV4',
  ]);
  attack.giveaway = attack.stage.log.add({
    eventVersion: '1.11',
    userIdentity: { type: 'AWSService', invokedBy: 'AWS Internal' },
    eventTime: wholeSecond(attack.at),
    eventSource: 'iam.amazonaws.com',
    eventName: 'AttachUserPolicy',
    awsRegion: 'us-east-1',
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: { userName: access.user.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
    responseElements: null,
    requestID: uuid(attack.random),
    eventID: uuid(attack.random),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: access.user.accountId,
    eventCategory: 'Management',
  });
  attack.wait(60_000);
}
