import { day, hour, minute } from '../../core/model/instant.ts';
import { mannerAt } from '../actors/traffic.ts';
import { isWorkday } from '../organisation/organisation.ts';
import { userKey } from '../record/identity.ts';
import { usStyle } from '../record/mint.ts';
import { recordOf } from '../record/record.ts';
import type { Attack } from './attack.ts';
import { times } from './reconnaissance.ts';
import { keyHolders, type Technique } from './technique.ts';

/** Thieves who have days and weeks. */
export const patience: readonly Technique[] = [
  {
    technique: 'drip-exfiltration',
    tactic: 'exfiltration',
    victims: ['batch', 'developer', 'on-premises', 'founder'],
    difficulties: ['stealthy'],
    lasts: 7,
    story: 'a few objects of the usual kind are copied every day for a week',
    play: (attack) => {
      for (let n = 0; n < 6; n++) {
        const morning = attack.at;
        times(4, () => attack.call('s3:GetObject'));
        attack.at = morning + day + Math.floor(attack.random.next() * 2 * hour);
      }
    },
  },
  {
    technique: 'office-hours-thief',
    tactic: 'credential-access',
    victims: ['developer', 'founder', 'ci-key'],
    difficulties: ['stealthy'],
    lasts: 8,
    story: 'a thief keeps the owner’s working hours and looks at one more thing every day',
    play: (attack) => {
      const steps = [
        ['s3:ListBuckets', 'ec2:DescribeInstances'],
        ['iam:ListRoles', 'lambda:ListFunctions20150331'],
        ['secretsmanager:ListSecrets', 'ssm:DescribeParameters'],
        ['secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue'],
        ['s3:ListObjects', 's3:GetObject', 's3:GetObject'],
      ];
      for (const step of steps) {
        toNextMorning(attack);
        attack.calls(step);
      }
    },
  },
  {
    technique: 'planted-key',
    tactic: 'persistence',
    victims: ['admin', 'developer', 'founder'],
    difficulties: ['plain'],
    lasts: 13,
    story: 'a second key is created from the owner’s own desk, and used twelve days later from a rented server',
    play: (attack) => {
      const { access } = attack.stage.victim;
      if (access.kind !== 'key') return;
      const { user } = access;
      const accessKeyId = attack.newKeyId('AKIA');
      const accessKey = { accessKeyId, status: 'Active', createDate: usStyle(attack.at), userName: user.name };
      const call = { action: 'iam:CreateAccessKey', parameters: { userName: user.name }, response: { accessKey } };
      const { place, agent } = mannerAt(attack.stage.victim, attack.at, attack.random);
      const where = { at: attack.at, region: attack.region, place, agent };
      attack.note(attack.stage.log.add(recordOf(attack.random, attack.signer, where, call)));
      attack.alsoAcceptable.push(accessKeyId);
      attack.wait(12 * day);
      attack.signer = userKey(user, accessKeyId);
      attack.calls(['sts:GetCallerIdentity', 's3:ListBuckets', 'iam:ListUsers', 'secretsmanager:ListSecrets'], 0.1);
      attack.calls(['s3:ListObjects', 's3:GetObject', 's3:GetObject', 's3:GetObject']);
    },
  },
  {
    technique: 'unannounced-penetration-test',
    tactic: 'discovery',
    victims: [...keyHolders, 'founder', 'person'],
    difficulties: ['blatant', 'plain'],
    story: 'a penetration test that nobody announced; containing the credential is right',
    play: (attack) => {
      attack.calls(['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:ListRoles', 's3:ListBuckets'], 0.3);
      times(3, () => attack.calls(['ec2:DescribeInstances', 'secretsmanager:ListSecrets', 'kms:ListKeys'], 0.5));
      attack.calls(['iam:CreateAccessKey', 'iam:AttachUserPolicy'], 1);
    },
  },
];

/** Some time between ten and three of the next working day. */
function toNextMorning(attack: Attack): void {
  const { organisation } = attack.stage;
  let midnight = attack.at - (attack.at % day) + day - organisation.zone * hour;
  while (!isWorkday(organisation, midnight + 12 * hour)) midnight += day;
  attack.at = midnight + 10 * hour + Math.floor(attack.random.next() * 300) * minute;
}
