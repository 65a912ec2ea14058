import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { readTrailKeys } from '../../../../adapters/aws/deployment/trail-keys.ts';
import { home, simulation } from '../../../simulator/aws/simulation.ts';

const ours = `arn:aws:kms:us-east-1:${home}:key/11111111-2222-3333-4444-555555555555`;
const trails = 'arn:aws:kms:us-east-1:999999999999:key/66666666-7777-8888-9999-000000000000';

async function keysOf(bucketKey: string | undefined, ...trailKeys: readonly (string | undefined)[]) {
  const { aws } = simulation();
  const { deployed, state } = aws.account(home);
  deployed.buckets.set('logs', {
    region: 'us-east-1',
    notifications: '',
    ...(bucketKey !== undefined && { key: bucketKey }),
  });
  const trail = { homeRegion: 'us-east-1', everyRegion: true, isLogging: true, dataEvents: false };
  // Another bucket's says nothing of this one.
  state.latest.beside.trails.set('other', {
    ...trail,
    arn: 'other',
    name: 'other',
    bucket: 'others',
    key: 'elsewhere',
  });
  for (const [n, key] of trailKeys.entries()) {
    const arn = `arn:aws:cloudtrail:us-east-1:${home}:trail/t${n}`;
    state.latest.beside.trails.set(arn, {
      ...trail,
      arn,
      name: `t${n}`,
      bucket: 'logs',
      ...(key !== undefined && { key }),
    });
  }
  const credentials = aws.administrator(home);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const clients = { s3: new S3Client({ ...config, forcePathStyle: true }), cloudtrail: new CloudTrailClient(config) };
  return readTrailKeys('logs', home, clients);
}

test.each<[string, readonly [string | undefined, ...(string | undefined)[]], readonly string[]]>([
  ['neither bucket nor trail has one', [undefined, undefined], []],
  ['no trail is to be seen', [ours], [ours]],
  ['a trail has one of its own', [ours, trails], [trails]],
  ['a trail leaves it to the bucket', [ours, undefined], [ours]],
  ['two trails have one each', [undefined, trails, ours], [trails, ours]],
  ['it is AWS’s own', ['alias/aws/s3'], []],
  ['it is AWS’s own, by its ARN', [`arn:aws:kms:us-east-1:${home}:alias/aws/s3`], []],
  ['it is an alias of somebody’s', ['alias/logs'], ['alias/logs']],
])('the keys that log files are encrypted with, where %s', async (_, [bucketKey, ...trailKeys], keys) => {
  expect(await keysOf(bucketKey, ...trailKeys)).toEqual({ ok: true, value: keys });
});
