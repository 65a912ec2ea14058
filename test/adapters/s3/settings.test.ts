import { expect, test } from 'vitest';
import { listSettings } from '../../../adapters/s3/settings.ts';
import { bucketOf } from '../../simulator/aws/simulation.ts';

test('what is declared is heard of to the last file, though S3 lists a thousand at a time', async () => {
  const keys = Array.from({ length: 1_001 }, (_, n) => `context/${String(n).padStart(4, '0')}.json`);
  const { version } = await listSettings('settings', bucketOf('settings', keys));
  expect(version.split('\n').map((line) => line.split(' ')[0])).toEqual(keys);
});
