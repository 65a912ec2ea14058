import { hex } from '../organisation/ids.ts';
import { regions } from '../organisation/networks.ts';
import { models } from '../organisation/stock.ts';
import { instanceId, times } from './reconnaissance.ts';
import { everyLevel, keyHolders, type Technique } from './technique.ts';

/** Blinding, sharing out, destroying, and spending other people's money. */
export const damage: readonly Technique[] = [
  {
    technique: 'logging-off',
    tactic: 'defence-impairment',
    victims: ['admin', 'developer', 'ci-key'],
    difficulties: everyLevel,
    story: 'the trail is stopped and the detectors are switched off',
    play: (attack) => {
      const trail = `arn:aws:cloudtrail:${attack.region}:${attack.signer.accountId}:trail/organisation`;
      attack.calls(['cloudtrail:DescribeTrails', 'guardduty:ListDetectors']);
      attack.call('cloudtrail:StopLogging', { parameters: { name: trail }, response: null });
      attack.call('guardduty:DeleteDetector', { parameters: { detectorId: hex(attack.random, 32) }, response: null });
      attack.call('cloudtrail:DeleteTrail', {
        parameters: { name: trail },
        response: null,
        ...(attack.random.chance(0.5) ? { failure: 'denied' as const } : {}),
      });
    },
  },
  {
    technique: 'leave-organization',
    tactic: 'defence-impairment',
    victims: ['admin', 'developer', 'person'],
    difficulties: everyLevel,
    story: 'a thief tries to take the account out of the organisation, and is refused',
    play: (attack) => {
      attack.call('organizations:DescribeOrganization');
      times(2, () => attack.call('organizations:LeaveOrganization', { failure: 'denied' }));
    },
  },
  {
    technique: 'snapshot-share',
    tactic: 'exfiltration',
    victims: ['developer', 'person', 'backup', 'admin'],
    difficulties: everyLevel,
    story: 'a disk, an image or a bucket is shared with a foreign account',
    play: (attack) => {
      const userId = attack.foreignAccount();
      attack.call('ec2:DescribeSnapshots');
      const items = { add: { items: [{ userId }] } };
      attack.call('ec2:ModifySnapshotAttribute', {
        parameters: {
          snapshotId: `snap-0${hex(attack.random, 16)}`,
          attributeType: 'CREATE_VOLUME_PERMISSION',
          createVolumePermission: items,
        },
      });
      attack.call('ec2:ModifyImageAttribute', {
        parameters: {
          imageId: `ami-0${hex(attack.random, 16)}`,
          attributeType: 'launchPermission',
          launchPermission: items,
        },
      });
    },
  },
  {
    technique: 'bucket-share',
    tactic: 'exfiltration',
    victims: ['developer', 'admin', 'ci-oidc', 'batch'],
    difficulties: everyLevel,
    story: 'a bucket policy lets a foreign account read everything',
    play: (attack) => {
      const { bucket } = attack.stage.victim.stock;
      const Statement = [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${attack.foreignAccount()}:root` },
          Action: 's3:*',
          Resource: `arn:aws:s3:::${bucket}/*`,
        },
      ];
      attack.calls(['s3:ListBuckets', 's3:GetBucketPolicy']);
      attack.call('s3:PutBucketPolicy', {
        parameters: { bucketName: bucket, bucketPolicy: { Version: '2012-10-17', Statement } },
      });
    },
  },
  {
    technique: 's3-destruction',
    tactic: 'impact',
    victims: ['developer', 'batch', 'ci-key', 'admin'],
    difficulties: everyLevel,
    story: 'objects are deleted, the rest is set to expire, and a ransom note is left',
    play: (attack) => {
      const { bucket } = attack.stage.victim.stock;
      attack.calls(['s3:ListBuckets', 's3:GetBucketVersioning', 's3:ListObjects']);
      times(40, () => attack.call('s3:DeleteObject'));
      attack.call('s3:PutBucketLifecycle', {
        parameters: {
          bucketName: bucket,
          LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: 1 } } },
        },
      });
      attack.call('s3:PutObject', { parameters: { bucketName: bucket, key: 'RECOVER-YOUR-FILES.txt' } });
    },
  },
  {
    technique: 'key-destruction',
    tactic: 'impact',
    victims: ['admin', 'developer', 'ci-key'],
    difficulties: everyLevel,
    story: 'encryption keys are scheduled for deletion',
    play: (attack) => {
      attack.call('kms:ListKeys');
      times(3, () => {
        const keyId = `arn:aws:kms:${attack.region}:${attack.signer.accountId}:key/${hex(attack.random, 8)}-0000-4000-a000-${hex(attack.random, 12)}`;
        attack.call('kms:DisableKey', { parameters: { keyId } });
        attack.call('kms:ScheduleKeyDeletion', { parameters: { keyId, pendingWindowInDays: 7 } });
      });
    },
  },
  {
    technique: 'crypto-mining',
    tactic: 'impact',
    victims: [...keyHolders, 'ec2'],
    difficulties: ['blatant', 'plain'],
    story: 'large machines are started in Regions that nobody uses',
    play: (attack) => {
      attack.calls(['sts:GetCallerIdentity', 'ec2:DescribeRegions']);
      for (const region of attack.random.shuffled(regions.filter((name) => name !== attack.region)).slice(0, 4)) {
        attack.region = region;
        attack.call('ec2:DescribeVpcs');
        const run = {
          instanceType: attack.random.pick(['g5.48xlarge', 'c7i.48xlarge', 'p4d.24xlarge']),
          instancesSet: { items: [{ imageId: `ami-0${hex(attack.random, 16)}`, minCount: 1, maxCount: 8 }] },
        };
        attack.call('ec2:RunInstances', {
          parameters: run,
          ...(attack.random.chance(0.3)
            ? { failure: 'denied' as const }
            : { response: { instancesSet: { items: [{ instanceId: instanceId(attack) }] } } }),
        });
      }
    },
  },
  {
    technique: 'llm-hijack',
    tactic: 'impact',
    victims: [...keyHolders, 'lambda', 'agent'],
    difficulties: everyLevel,
    story: 'a thief tries which language models are open, and uses them at the victim’s cost',
    play: (attack) => {
      attack.region = attack.random.chance(0.5) ? 'us-west-2' : attack.region;
      attack.call('bedrock:ListFoundationModels', { failure: 'denied' });
      for (const modelId of models.slice(0, 4))
        attack.call('bedrock:GetFoundationModelAvailability', { parameters: { modelId } });
      attack.call('bedrock:PutUseCaseForModelAccess', { parameters: null });
      times(25, () => attack.call('bedrock:InvokeModel', { parameters: { modelId: attack.random.pick(models) } }));
    },
  },
  {
    technique: 'bearer-key-hijack',
    tactic: 'impact',
    victims: ['bedrock-key'],
    difficulties: everyLevel,
    story: 'strangers use a leaked Bedrock API key',
    play: (attack) => {
      attack.call('bedrock:ListFoundationModels');
      times(30, () => attack.call('bedrock:Converse', { parameters: { modelId: attack.random.pick(models) } }));
    },
  },
  {
    technique: 'agent-outside-purpose',
    tactic: 'credential-access',
    victims: ['agent'],
    difficulties: ['stealthy'],
    own: true,
    story: 'a prompt makes the agent read secrets and list users',
    play: (attack) => {
      attack.calls(['iam:ListUsers', 'secretsmanager:ListSecrets'], 0.3);
      times(6, () =>
        attack.call('secretsmanager:GetSecretValue', {
          parameters: { secretId: `prod/${hex(attack.random, 6)}` },
          ...(attack.random.chance(0.5) ? { failure: 'denied' as const } : {}),
        }),
      );
      attack.calls(['s3:ListBuckets', 'ec2:DescribeInstances', 'iam:ListAccessKeys'], 0.3);
    },
  },
];

/** What comes before a ransom note where there are backups. */
export const ruin: readonly Technique[] = [
  {
    technique: 'backups-destroyed',
    tactic: 'impact',
    victims: ['developer', 'person', 'backup', 'admin'],
    difficulties: everyLevel,
    story: 'backups are deleted one after another, so that nothing can be restored',
    play: (attack) => {
      attack.calls(['ec2:DescribeSnapshots', 'dynamodb:ListBackups']);
      times(10, () => attack.call('ec2:DeleteSnapshot'));
      times(4, () => attack.call('dynamodb:DeleteBackup'));
    },
  },
];
