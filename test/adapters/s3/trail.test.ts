import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { trailFiles, trailPlaces } from '../../../adapters/s3/trail.ts';
import { home, simulation } from '../../simulator/aws/simulation.ts';

/** S3 lists a thousand at a time. */
const many = 1_001;

function bucketWith(keys: readonly string[]): S3Client {
  const { aws } = simulation();
  const { buckets, objects } = aws.account(home).deployed;
  buckets.set('logs', { region: 'us-east-1', notifications: '' });
  for (const key of keys) objects.set(`logs/${key}`, '');
  const credentials = aws.administrator(home);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  return new S3Client({ ...config, forcePathStyle: true });
}

test('of a busy day every file is found, however many pages they are', async () => {
  const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/24/';
  const keys = Array.from({ length: many }, (_, n) => `${folder}${String(n).padStart(4, '0')}.json.gz`);
  const asked = { folders: ['AWSLogs/'], account: '111122223333', day: '2026-11-24' };
  const found = await trailFiles('logs', asked, bucketWith(keys));
  expect(found.map(({ key }) => key)).toEqual(keys);
});

test('of a large organisation every account is found', async () => {
  const accounts = Array.from({ length: many }, (_, n) => String(111_100_000_000 + n));
  const keys = accounts.map((account) => `AWSLogs/o-abc123def4/${account}/CloudTrail/x.json.gz`);
  const places = await trailPlaces({ bucket: 'logs', prefix: '' }, bucketWith(keys));
  expect(places).toEqual({ folders: ['AWSLogs/o-abc123def4/'], accounts, isWhole: true });
});
