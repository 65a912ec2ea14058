import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../../simulator/aws/serve.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { home } from '../../simulator/aws/simulation.ts';
import { regionalEnvironmentOf, typed } from './deployed-scene.ts';
import { filesOfYesterday, queueTold, whoMay } from './trail-bucket-scene.ts';

// All of it as one command, up to where CloudFormation would begin.
test('who says yes and may not bootstrap is told whom to ask: the bucket tells of its files, and nothing is deployed', async () => {
  const out = mkdtempSync(join(tmpdir(), 'rescind-out-'));
  const aws = new SimulatedAws({ clock: { now: Date.now }, accounts: [{ id: home }], managementAccountId: home });
  const door = await serve(aws);
  onTestFinished(() => door.close());
  const written = () => aws.journal.filter(({ operation }) => !/^(Get|List|Describe)/.test(operation));
  aws.account(home).deployed.buckets.set('logs', { region: 'us-east-1', notifications: queueTold });
  const reads = ['cloudformation:DescribeStacks', 'iam:GetRole', 's3:GetBucket*', 's3:ListBucket'];
  reads.push('s3:GetEncryptionConfiguration', 'cloudtrail:DescribeTrails');
  const newcomer = await whoMay(aws, home, 'sts:*', 'account:*', ...reads, 's3:PutBucketNotification');
  for (const [key, bytes] of filesOfYesterday(3)) {
    aws.account(home).deployed.objects.set(`logs/${key}`, 'x'.repeat(bytes));
  }
  const args = ['--yes', '--trail-bucket', 'logs/audit', '--backfill-days', '3', '--out', out];
  const { status, stdout, stderr } = await typed(regionalEnvironmentOf(door.url, newcomer), 'deploy', ...args);
  expect(status, stderr).toBe(2);
  expect(stdout).toContain('The stack Rescind is created: ');
  expect(stdout).toContain('its 1 other notification stays as it is');
  expect(stdout).toMatch(
    /\$[\d.]+ a month at 600 events a day, estimated from 3 files, 80 kB, of \d{4}-\d\d-\d\d .*in s3:\/\/logs\/audit\/,/,
  );
  expect(stdout).not.toContain('is deployed in account');
  expect(stderr).toContain('is not bootstrapped for the CDK in us-east-1, and these credentials could not');
  expect(stderr).toContain(`npx cdk bootstrap aws://${home}/us-east-1`);
  const told = aws.account(home).deployed.buckets.get('logs')?.notifications;
  expect(told).toContain('<EventBridgeConfiguration');
  expect(told).toContain(':siem</Queue>');
  const refused = written().filter(({ effect }) => effect === 'denied');
  expect(refused.map(({ operation }) => operation)).toEqual(['CreateChangeSet']);
  expect(
    written()
      .filter(({ effect }) => effect !== 'denied')
      .map(({ operation }) => operation),
  ).toEqual(['PutBucketNotificationConfiguration']);
}, 180_000);
