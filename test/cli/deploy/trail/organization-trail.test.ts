import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { DeploymentClients } from '../../../../adapters/aws/deployment/clients.ts';
import { isTrusted } from '../../../../adapters/aws/deployment/organization.ts';
import type { Place } from '../../../../adapters/aws/deployment/place.ts';
import type { DeploymentWish } from '../../../../cli/deploy/deployment-plan.ts';
import { withOrganizationTrail } from '../../../../cli/deploy/trail/organization-trail.ts';
import type { Trail } from '../../../../simulator/aws/state/beside-iam.ts';
import { home, simulation } from '../../../simulator/aws/simulation.ts';

const key = `arn:aws:kms:us-east-1:${home}:key/11111111-2222-3333-4444-555555555555`;
const ofAll = { units: [], trailBucket: null } as unknown as DeploymentWish;
const place = { accountId: home, region: 'us-east-1' } as Place;

/** An account with one trail, of the organisation unless told otherwise, and its bucket. */
async function trailed(
  given: Partial<Trail> = {},
  { wish = ofAll, bucketRegion = 'us-east-1' }: { wish?: DeploymentWish; bucketRegion?: string } = {},
) {
  const { aws } = simulation();
  const { deployed, state } = aws.account(home);
  deployed.buckets.set('logs', { region: bucketRegion, notifications: '' });
  const trail: Trail = {
    arn: 'all',
    name: 'all-accounts',
    homeRegion: 'us-east-1',
    everyRegion: true,
    isLogging: true,
    dataEvents: false,
    bucket: 'logs',
    isOfOrganization: true,
    ...given,
  };
  state.latest.beside.trails.set(trail.arn, trail);
  const credentials = aws.administrator(home);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const clients = { s3: new S3Client({ ...config, forcePathStyle: true }), cloudtrail: new CloudTrailClient(config) };
  return withOrganizationTrail(wish, place, clients as DeploymentClients);
}

test('a service that is let into the organisation is found among more than are listed at a time', async () => {
  const { aws } = simulation();
  const trusted = aws.world.organization?.trusted ?? new Set();
  trusted.clear();
  for (let i = 0; i < 25; i++) trusted.add(`service-${i}.amazonaws.com`);
  const config = { region: 'us-east-1', credentials: aws.administrator(home), requestHandler: aws.requestHandler() };
  const organizations = new OrganizationsClient(config);
  expect(await isTrusted('cloudtrail.amazonaws.com', { organizations })).toEqual({ ok: true, value: false });
  trusted.add('cloudtrail.amazonaws.com');
  expect(await isTrusted('cloudtrail.amazonaws.com', { organizations })).toEqual({ ok: true, value: true });
});

describe('whoever watches an organisation and names no bucket', () => {
  test('hears the organisation’s trail, under its prefix, and reads its files with its key', async () => {
    const { wish, sentence, isHeard } = await trailed({ prefix: 'audit/logs', key });
    expect(wish).toMatchObject({ trailBucket: 'logs/audit/logs', trailKey: key });
    expect(sentence).toMatch(/^The organisation’s trail all-accounts writes to logs\/audit\/logs, whose files are/);
    expect(isHeard).toBe(true);
    expect((await trailed()).wish).toMatchObject({ trailBucket: 'logs', trailKey: null });
  });

  test.each<[string, Parameters<typeof trailed>, RegExp]>([
    ['there is none', [{ isOfOrganization: false }], /^No trail of the organisation .*new creates/],
    ['it is of one Region', [{ everyRegion: false }], /^No trail of the organisation/],
    ['its bucket is in another Region', [{}, { bucketRegion: 'eu-west-1' }], /writes to logs, .*--region eu-west-1/],
    ['its bucket is not of this account', [{ bucket: 'archive' }], /writes to archive, .*There is no bucket archive/],
  ])('is told what that leaves undone where %s, and deploys all the same', async (_, given, words) => {
    const { wish, sentence, isHeard } = await trailed(...given);
    expect(wish).toBe(ofAll);
    expect(sentence).toMatch(words);
    expect(sentence).toContain('no earlier days are learned');
    expect(isHeard).toBe(false);
  });

  test('may say that there is to be no bucket, or name one, or be an account alone', async () => {
    const none = { ...ofAll, trailBucket: 'none' };
    expect(await trailed({}, { wish: none })).toMatchObject({ wish: { trailBucket: null }, sentence: null });
    for (const wish of [
      { ...ofAll, trailBucket: 'mine' },
      { ...ofAll, units: null },
    ]) {
      expect(await trailed({}, { wish })).toEqual({ wish, sentence: null, isHeard: true, bucket: null });
    }
  });
});
