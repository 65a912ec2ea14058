import { describe, expect, test } from 'vitest';
import type { Place } from '../../../../adapters/aws/deployment/place.ts';
import type { DeploymentWish } from '../../../../cli/deploy/deployment-plan.ts';
import { withOrganizationTrail } from '../../../../cli/deploy/trail/organization-trail.ts';
import { bucketSentences, usableBucket } from '../../../../cli/deploy/trail/usable-bucket.ts';
import { trailPlaceIn } from '../../../../contract/trail.ts';
import { home } from '../../../simulator/aws/simulation.ts';
import { logScene } from '../trail-bucket-scene.ts';

const place = { accountId: home, region: 'us-east-1' } as Place;
const file = `${home}/CloudTrail/us-east-1/2026/11/23/${home}_CloudTrail_us-east-1_20261123T1200Z_x.json.gz`;

/** What is said of a bucket that somebody names. */
async function named(text: string, { clients }: Pick<ReturnType<typeof logScene>, 'clients'>) {
  const trail = trailPlaceIn(text);
  if (trail === null) throw new Error(`${text} is no place`);
  return usableBucket({ trail, trailKey: null, isTyped: true }, place, clients);
}

describe('a bucket that is named with a prefix', () => {
  test('is taken where the trail’s files lie beneath it, and nothing is said', async () => {
    const scene = logScene();
    scene.lay(`audit/logs/AWSLogs/${file}`);
    scene.lay('invoices/1');
    const fine = { ok: true, value: { note: null } };
    expect(await named('logs/audit/logs', scene)).toMatchObject(fine);
    // The folder itself, for a trail that has no prefix.
    scene.lay(`AWSLogs/o-simulated1/${file}`);
    expect(await named('logs/AWSLogs', scene)).toMatchObject(fine);
    expect(await named('logs/audit/logs/AWSLogs', scene)).toMatchObject(fine);
    // Without one, the trail is looked for when it is read.
    expect(await named('logs', scene)).toMatchObject({ ...fine, value: { trail: { bucket: 'logs', prefix: '' } } });
  });

  test('is refused where other things lie in the bucket and none beneath it, with where AWSLogs is instead', async () => {
    const scene = logScene();
    scene.lay(`audit/logs/AWSLogs/${file}`);
    scene.lay('adit/report.csv');
    const refused = await named('logs/adit', scene);
    expect(refused).toEqual({
      ok: false,
      error: {
        what: 'Nothing is at s3://logs/adit/AWSLogs/, where the trail’s files would be read, although the bucket logs has other objects.',
        remedy:
          'AWSLogs is in other places: --trail-bucket logs/audit/logs. Name the trail’s; if the trail is new, wait for its first file.',
      },
    });
    // Too deep, as people copy it from the console.
    scene.lay(`AWSLogs/${file}`);
    expect(await named(`logs/AWSLogs/${home}`, scene)).toMatchObject({
      error: { remedy: expect.stringContaining('--trail-bucket logs/AWSLogs, --trail-bucket logs/audit/logs. ') },
    });
    // A name that only begins alike is another.
    expect(await named('logs/audit/log', scene)).toMatchObject({ ok: false });
  });

  test('is refused with what to ask where AWSLogs is nowhere, and of many places three are named', async () => {
    const scene = logScene();
    scene.lay('invoices/1');
    expect(await named('logs/audit', scene)).toMatchObject({
      ok: false,
      error: {
        remedy: expect.stringMatching(/describe-trails shows it \(S3KeyPrefix\); if the trail is new, wait/),
      },
    });
    for (const team of ['a', 'b', 'c', 'd', 'e']) scene.lay(`${team}/AWSLogs/${file}`);
    expect(await named('logs/audit', scene)).toMatchObject({
      error: { remedy: expect.stringContaining('logs/c, and 2 more places. Name') },
    });
  });

  test('is noted where nothing lies in the bucket yet, or a trail has just begun to write there', async () => {
    const scene = logScene();
    const noted = {
      ok: true,
      value: { note: 'Nothing is at s3://logs/audit/AWSLogs/ yet: check that the trail writes there.' },
    };
    const fresh = await named('logs/audit', scene);
    expect(fresh).toMatchObject(noted);
    if (!fresh.ok) throw new Error('it was taken');
    expect(bucketSentences(fresh.value)).toEqual([
      'The bucket logs is set to notify EventBridge of each file.',
      noted.value.note,
    ]);
    expect(bucketSentences({ ...fresh.value, note: null })).toHaveLength(1);
    scene.lay('invoices/1');
    expect(await named('logs/audit', scene)).toMatchObject({ ok: false });
    scene.trail({ prefix: 'audit' });
    expect(await named('logs/audit', scene)).toMatchObject(noted);
    expect(await named('logs/audit/AWSLogs', scene)).toMatchObject({ ok: true });
    expect(await named('logs/adit', scene)).toMatchObject({ ok: false });
  });

  test('is noted, and never refused, where the bucket may not be listed', async () => {
    const scene = logScene();
    scene.lay('invoices/1');
    const clients = await scene.clientsOfWhoMay('s3:GetBucket*', 's3:GetEncryptionConfiguration', 'cloudtrail:*');
    expect(await named('logs/audit', { clients })).toMatchObject({
      ok: true,
      value: {
        note: expect.stringMatching(/^The contents of s3:\/\/logs\/audit\/AWSLogs\/ could not be read \(Acc/),
      },
    });
  });

  test('takes few lists, however many folders the bucket has', async () => {
    const scene = logScene();
    for (let i = 0; i < 200; i++) scene.lay(`team-${i}/a/b`);
    scene.aws.journal.length = 0;
    expect(await named('logs/audit', scene)).toMatchObject({ ok: false });
    const lists = scene.aws.journal.filter(({ operation }) => operation === 'ListObjectsV2');
    expect(lists).toHaveLength(32);
  });
});

test('the prefix of the organisation’s own trail is noted and never refused: nobody typed it', async () => {
  const scene = logScene();
  scene.lay('invoices/1');
  scene.trail({ prefix: 'audit' });
  const wish = { units: [], trailBucket: null } as unknown as DeploymentWish;
  const { bucket, isHeard } = await withOrganizationTrail(wish, place, scene.clients);
  expect(isHeard).toBe(true);
  expect(bucket).toMatchObject({
    trail: { bucket: 'logs', prefix: 'audit/' },
    note: 'Nothing is at s3://logs/audit/AWSLogs/ yet: check that the trail writes there.',
  });
  // Whatever can be seen of trails by then.
  const asked = { trail: { bucket: 'logs', prefix: 'adit/' }, trailKey: null, isTyped: false };
  expect(await usableBucket(asked, place, scene.clients)).toMatchObject({
    ok: true,
    value: { note: 'Nothing is at s3://logs/adit/AWSLogs/ yet, although that bucket has other objects.' },
  });
  scene.lay(`audit/AWSLogs/${file}`);
  expect((await withOrganizationTrail(wish, place, scene.clients)).bucket?.note).toBeNull();
});
