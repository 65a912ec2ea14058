import { expect, test } from 'vitest';
import { trailFiles, trailPlaces } from '../../../adapters/s3/trail.ts';
import { bucketOf } from '../../simulator/aws/simulation.ts';

/** S3 lists a thousand at a time. */
const many = 1_001;

test('of a busy day every file is found, however many pages they are', async () => {
  const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/24/';
  const keys = Array.from({ length: many }, (_, n) => `${folder}${String(n).padStart(4, '0')}.json.gz`);
  const asked = { folders: ['AWSLogs/'], account: '111122223333', day: '2026-11-24' };
  const found = await trailFiles('logs', asked, bucketOf('logs', keys));
  expect(found.map(({ key }) => key)).toEqual(keys);
});

test('of a large organisation every account is found', async () => {
  const accounts = Array.from({ length: many }, (_, n) => String(111_100_000_000 + n));
  const keys = accounts.map((account) => `AWSLogs/o-abc123def4/${account}/CloudTrail/x.json.gz`);
  const places = await trailPlaces({ bucket: 'logs', prefix: '' }, bucketOf('logs', keys));
  expect(places).toEqual({ folders: ['AWSLogs/o-abc123def4/'], accounts, isWhole: true });
});
