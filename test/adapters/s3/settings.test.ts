import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { listSettings } from '../../../adapters/s3/settings.ts';
import { home, simulation } from '../../simulator/aws/simulation.ts';

test('what is declared is heard of to the last file, though S3 lists a thousand at a time', async () => {
  const { aws } = simulation();
  const { buckets, objects } = aws.account(home).deployed;
  buckets.set('settings', { region: 'us-east-1', notifications: '' });
  const keys = Array.from({ length: 1_001 }, (_, n) => `context/${String(n).padStart(4, '0')}.json`);
  for (const key of keys) objects.set(`settings/${key}`, '');
  const credentials = aws.administrator(home);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const { version } = await listSettings('settings', new S3Client({ ...config, forcePathStyle: true }));
  expect(version.split('\n').map((line) => line.split(' ')[0])).toEqual(keys);
});
