import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mostFolders } from '../../../adapters/s3/trail.ts';
import { learningCheck } from '../../../cli/deploy/doctor/learning-check.ts';
import { day, hour } from '../../../core/model/instant.ts';
import { StateError } from '../../cloud/state-machine.ts';
import { few } from '../../depth.ts';
import { account, backfillScene } from './scene.ts';

const role = 'rescind-backfill-eu-west-1';
const noKey = `User: arn:aws:sts::${account}:assumed-role/${role}/x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:${account}:key/1 because no resource-based policy allows it`;

/** The scene after an hour of the schedule, which must not have been enough. */
async function open(here: ReturnType<typeof backfillScene>) {
  expect(await here.run()).toBe('NotLearned');
  expect(await here.mode()).toBe('observe');
  const progress = await here.progress();
  expect(progress).toMatchObject({ endedAt: null, learnedAt: null, runningSince: null });
  const check = learningCheck(progress, role);
  expect(check.state).toBe('wrong');
  return { progress, check };
}

async function learned(here: ReturnType<typeof backfillScene>) {
  here.now += hour;
  expect(await here.run()).toBe('succeeded');
  expect(await here.mode()).toBe('enforce');
  expect(learningCheck(await here.progress(), role).state).toBe('fine');
}

/** As many folders beside the trail as are looked into. */
function layOthers({ objects }: ReturnType<typeof backfillScene>): void {
  for (let at = 0; at < mostFolders; at++) objects.set(`app/${at}/x.txt`, Buffer.from('x'));
}

describe('a past that cannot be read is not learned, and nothing acts', () => {
  it('where the bucket’s key is shut: it is named, and once it is open everything is learned', async () => {
    const here = backfillScene();
    const files = here.layPast();
    here.refusal = (action) => (action === 's3:GetObject' ? { code: 'AccessDenied', message: noKey } : null);
    const { progress, check } = await open(here);
    expect(progress).toMatchObject({ files: 0, records: 0, damaged: 0 });
    expect(check.sentence).toMatch(
      /nothing acts until all of them are: 5 days in 1 account could not be read, refused for kms:Decrypt \(AccessDenied\) at s3:\/\/logs\/AWSLogs/,
    );
    expect(check.remedy).toBe(
      'Deploy with --trail-key and the ARN of the bucket’s key, and let the roles rescind-backfill-eu-west-1 and rescind-ingest-eu-west-1 decrypt in its own policy',
    );
    const refused = here.said.filter(({ message }) => message === 'refused');
    expect(refused[0]).toMatchObject({
      account,
      action: 'kms:Decrypt',
      error: 'AccessDenied',
      path: expect.any(String),
    });
    here.refusal = () => null;
    await learned(here);
    expect(await here.progress()).toMatchObject({ files: files.length, records: 15, gaps: [] });
    expect(await here.knownDays()).toBe(5);
  });

  it.each<[string, RegExp]>(
    few(
      [
        ['AccessDenied', /Let the role rescind-backfill-eu-west-1 read the bucket/],
        ['InvalidObjectState', /Restore the archived files/],
        ['SlowDown', /retried within the hour/],
        ['KMS.DisabledException', /--trail-key/],
      ],
      2,
    ),
  )('where S3 answers %s to whoever reads', async (code, remedy) => {
    const here = backfillScene();
    here.layPast();
    here.refusal = (action) => (action === 's3:GetObject' ? { code } : null);
    const { check } = await open(here);
    expect(check.sentence).toContain(`(${code})`);
    expect(check.remedy).toMatch(remedy);
  });

  it('where one file alone is refused: its day is open, and the next hour goes on at that file', async () => {
    const here = backfillScene();
    const files = here.layPast();
    here.refusal = (action, path) => (action === 's3:GetObject' && path === files[2] ? { code: 'AccessDenied' } : null);
    const { progress } = await open(here);
    expect(progress.gaps).toEqual([
      {
        kind: 'refused',
        action: 's3:GetObject',
        error: 'AccessDenied',
        path: `s3://logs/${files[2]}`,
        accounts: 1,
        days: 1,
      },
    ]);
    expect(progress.done).toBe(6);
    here.refusal = () => null;
    here.read.length = 0;
    await learned(here);
    expect(here.read).toEqual([files[2]]);
    expect(await here.progress()).toMatchObject({ files: files.length, records: 15 });
  });

  it('which is known as soon as the day is over', async () => {
    const here = backfillScene();
    here.layPast();
    const { days, folders } = (await here.take({ step: 'begin' })) as { days: string[]; folders: string[] };
    const gaps = [];
    here.refusal = (action) => (action === 's3:GetObject' ? { code: 'AccessDenied' } : null);
    for (const of of days.slice(0, 3)) {
      await here.take({ step: 'learn', day: of, account, folders });
      await here.take({ step: 'day', day: of });
      gaps.push((await here.progress()).gaps);
    }
    // Nothing lies in the first; of the days to come nobody says anything yet.
    expect(gaps).toMatchObject([[], [{ kind: 'refused', days: 1 }], [{ kind: 'refused', days: 2 }]]);
  });

  it('where files cannot be listed once it has begun', async () => {
    const here = backfillScene();
    here.layPast();
    let begun = false;
    here.onStep = (step) => {
      begun ||= step === 'learn';
    };
    here.refusal = (action) => (begun && action === 's3:ListBucket' ? { code: 'AccessDenied' } : null);
    const { check } = await open(here);
    expect(check.sentence).toContain('7 days in 1 account could not be read, refused for s3:ListBucket (AccessDenied)');
    here.refusal = () => null;
    await learned(here);
  });

  it('where the bucket cannot be listed at all, or is not there', async () => {
    const here = backfillScene();
    here.layPast();
    here.refusal = () => ({ code: 'AccessDenied' });
    expect((await open(here)).check.remedy).toBe(
      'Let the role rescind-backfill-eu-west-1 do s3:ListBucket in the bucket’s own policy',
    );
    here.refusal = () => ({ code: 'NoSuchBucket' });
    expect((await open(here)).check.remedy).toContain('--trail-bucket');
    here.refusal = () => null;
    await learned(here);
  });

  it('where no trail is found in the bucket, or none of its files is of those days', async () => {
    const here = backfillScene();
    here.objects.set('pictures/cat.jpg', Buffer.from('x'));
    const { check } = await open(here);
    expect(check.sentence).toContain('no log file of a trail was found in bucket logs, of 7 days');
    expect(check.remedy).toContain('--trail-bucket');
    here.objects.set(`AWSLogs/${account}/CloudTrail/eu-west-1/2020/01/01/x.json.gz`, Buffer.from('x'));
    await open(here);
    here.layPast();
    await learned(here);
  });

  it('where the bucket has more folders than are looked into: until its prefix is named, by which it is found at once', async () => {
    const here = backfillScene();
    layOthers(here);
    const stranger = '444455556666';
    here.layPast('', 2, stranger);
    const files = here.layPast('zz/logs/');
    const { progress, check } = await open(here);
    expect(progress).toMatchObject({ accounts: [stranger], gaps: [{ kind: 'too-many-folders', looked: 1_000 }] });
    expect(check.sentence).toContain('after 1,000 folders of bucket logs the search for the trail stopped');
    expect(check.remedy).toContain('--trail-bucket NAME/PREFIX');
    here.bucket = 'logs/zz/logs/';
    await learned(here);
    expect(await here.progress()).toMatchObject({ accounts: [account], files: files.length, gaps: [] });
    expect(await here.knownDays()).toBe(5);
  });

  it('and what is left of its folders keeps nothing open once no more are there than are looked into', async () => {
    const here = backfillScene();
    layOthers(here);
    here.layPast('zz/logs/');
    await open(here);
    // Looked into are also the bucket itself, app/, zz/ and zz/logs/.
    for (let at = 0; at < 4; at++) here.objects.delete(`app/${at}/x.txt`);
    await learned(here);
  });

  it('where the trail has no prefix, `AWSLogs` is one', async () => {
    const here = backfillScene();
    layOthers(here);
    here.layPast();
    here.bucket = 'logs/AWSLogs';
    await learned(here);
  });

  it('where an account was not finished, as when its function dies at it each time', async () => {
    const here = backfillScene();
    here.layPast();
    let steps = 0;
    here.onStep = (step) => {
      // The third day, and each time that it is tried again.
      if (step === 'learn' && ++steps >= 3 && steps <= 5) throw new StateError('Lambda.Unknown', 'the process went');
    };
    const { progress } = await open(here);
    expect(progress.gaps).toEqual([{ kind: 'unfinished', accounts: 1, days: 1 }]);
    here.onStep = () => {};
    await learned(here);
    expect(await here.progress()).toMatchObject({ records: 15 });
  });
});

describe('damage is another thing', () => {
  const damage = Buffer.from('no log');

  it('of a handful of files it is counted and told, and keeps nothing open', async () => {
    const here = backfillScene();
    const files = here.layPast();
    for (const path of files.slice(0, 3)) here.objects.set(path, damage);
    expect(await here.run()).toBe('succeeded');
    expect(await here.mode()).toBe('enforce');
    expect(learningCheck(await here.progress(), role).sentence).toMatch(/in \d+ files, 3 damaged\./);
  });

  it.each([
    ['more than that and a tenth of them', 4],
    ['all of them', Number.POSITIVE_INFINITY],
  ])('of %s it keeps the account open, until they are put back', async (_, most) => {
    const here = backfillScene();
    const files = here.layPast();
    const kept = new Map(here.objects);
    const damaged = files.slice(0, most);
    for (const path of damaged) here.objects.set(path, damage);
    const { progress, check } = await open(here);
    expect(progress.gaps).toEqual([{ kind: 'damaged', accounts: 1, files: damaged.length }]);
    expect(check.sentence).toContain(`${damaged.length} files of 1 account are damaged`);
    for (const [path, body] of kept) here.objects.set(path, body);
    here.read.length = 0;
    await learned(here);
    expect(here.read).toEqual(damaged);
    expect(await here.progress()).toMatchObject({ files: files.length, records: 15, damaged: 0 });
  });

  it('what was read of a file before its damage is learned, and an empty day is a day', async () => {
    const here = backfillScene();
    const [first = ''] = here.layPast();
    const whole = here.objects.get(first) ?? Buffer.alloc(0);
    here.objects.set(first, whole.subarray(0, whole.length - 12));
    here.objects.set(
      `AWSLogs/444455556666/CloudTrail/eu-west-1/2026/11/20/a_20261120T1200Z_x.json.gz`,
      gzipSync('{"Records":[]}'),
    );
    expect(await here.run()).toBe('succeeded');
    expect(await here.progress()).toMatchObject({ damaged: 1 });
    expect(here.now - (await here.progress()).startedAt).toBeLessThan(day);
  });
});
