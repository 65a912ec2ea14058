import { existsSync, globSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bucketPages } from '../../../../adapters/aws/deployment/bucket-pages.ts';
import type { Place } from '../../../../adapters/aws/deployment/place.ts';
import { costOf, listPrices } from '../../../../cli/deploy/cost.ts';
import { explanationOf } from '../../../../cli/deploy/explanation.ts';
import { changeOf } from '../../../../cli/deploy/template.ts';
import { dayOfFiles } from '../../../../cli/deploy/trail/day-of-files.ts';
import { bytesOf, eventsIn, type Volume, volumeOf } from '../../../../cli/deploy/trail/volume.ts';
import { trailPlaceIn } from '../../../../contract/trail.ts';
import { simulate } from '../../../../simulator/simulate.ts';
import { trailFiles } from '../../../../simulator/write.ts';
import { away, home } from '../../../simulator/aws/simulation.ts';
import { templateOf } from '../deployed-scene.ts';
import { type LogScene, logScene } from '../trail-bucket-scene.ts';

const now = Date.UTC(2026, 10, 24, 12);
/** Bytes of a file with so many events, by what each is taken to have. */
const holding = (events: number) => bytesOf.file + events * bytesOf.event;

/** `…/us-east-1/2026/11/23/…_20261123T1205Z_x.json.gz` */
function keyOf(account: string, region: string, at: string, random = 'x', within = 'AWSLogs/'): string {
  const folder = `${within}${account}/CloudTrail/${region}/${at.slice(0, 10).replaceAll('-', '/')}`;
  return `${folder}/${account}_CloudTrail_${region}_${at.replaceAll(/[-:]/g, '')}Z_${random}.json.gz`;
}

function volume(text: string, { clients }: Pick<LogScene, 'clients'>, only: string | null = null) {
  const known = { given: null, stands: false, trail: trailPlaceIn(text), owner: home, only, now };
  return volumeOf(known, clients);
}

const listed = ({ aws }: LogScene) => aws.journal.filter(({ operation }) => operation === 'ListObjectsV2').length;

describe('what an event takes of a file', () => {
  const weighed = (files: readonly (readonly unknown[])[]) => {
    const sizes = files.map((Records) => gzipSync(JSON.stringify({ Records })).length);
    return { files: files.length, bytes: sizes.reduce((sum, one) => sum + one, 0) };
  };
  const cut = (records: readonly unknown[], size: number) =>
    Array.from({ length: Math.floor(records.length / size) }, (_, i) => records.slice(i * size, (i + 1) * size));
  const off = (files: readonly (readonly unknown[])[]) => eventsIn(weighed(files)) / files.flat().length;

  test('is near to what simulated trails have, as they are written and in files of any size', () => {
    const simulation = simulate({ seed: 1, days: 1 });
    const written = [...trailFiles(simulation).values()].map((all) => all.map(({ record }) => record));
    expect(Math.abs(off(written) - 1)).toBeLessThan(1 / 6);
    // Of one account and Region, in the order in which they come.
    const places = Map.groupBy(simulation.records, ({ accountId, region }) => `${accountId} ${region}`);
    const inFiles = (size: number) =>
      [...places.values()].flatMap((all) =>
        cut(
          all.map(({ record }) => record),
          size,
        ),
      );
    for (const size of [30, 100, 300]) expect(Math.abs(off(inFiles(size)) - 1), `of ${size}`).toBeLessThan(1 / 6);
    for (const size of [3, 10]) expect(Math.abs(off(inFiles(size)) - 1), `of ${size}`).toBeLessThan(0.4);
    // By the event alone, small files would count for more than three times what they hold.
    expect(weighed(inFiles(3)).bytes / bytesOf.event).toBeGreaterThan(3 * inFiles(3).flat().length);
  });

  const recorded = '../shared/data/account-hour';
  test.skipIf(!existsSync(recorded))(
    'is within an eighth of what recorded ones have, as they were delivered and in files of three and more (skipped where ../shared/data is absent)',
    () => {
      const paths = globSync(`${recorded}/**/*.json.gz`);
      const files = paths.map((path) => readFileSync(path));
      const records = files.map((file) => JSON.parse(gunzipSync(file).toString()).Records as unknown[]);
      const bytes = files.reduce((sum, { length }) => sum + length, 0);
      expect(Math.abs(eventsIn({ files: files.length, bytes }) / records.flat().length - 1)).toBeLessThan(0.125);
      for (const size of [1, 2, 3, 5, 10, 30, 100, 300]) {
        expect(Math.abs(off(cut(records.flat(), size)) - 1), `files of ${size}`).toBeLessThan(size < 3 ? 0.4 : 0.125);
      }
    },
  );

  test('is no less than one event a file', () => {
    expect(eventsIn({ files: 10, bytes: 4_000 })).toBe(10);
  });
});

describe('events a day by the files of a trail', () => {
  test('are those of the newest whole day, in all Regions of all accounts, and of log files alone', async () => {
    const scene = logScene();
    const lay = (at: string, events: number, region = 'us-east-1', account = home) =>
      scene.lay(keyOf(account, region, at, 'x', 'audit/AWSLogs/o-simulated1/'), holding(events));
    lay('2026-11-21T1200', 7_000);
    lay('2026-11-23T0005', 100);
    lay('2026-11-23T2355', 200);
    lay('2026-11-23T1000', 300, 'eu-west-1');
    lay('2026-11-23T1000', 400, 'us-east-1', away);
    lay('2026-11-24T0005', 9_000);
    scene.lay(`audit/AWSLogs/o-simulated1/${home}/CloudTrail-Digest/us-east-1/2026/11/23/d.json.gz`, 99_999);
    scene.lay(`audit/AWSLogs/o-simulated1/${home}/CloudTrail/us-east-1/2026/11/23/`, 0);
    scene.lay(`audit/AWSLogs/o-simulated1/${home}/Config/us-east-1/2026/11/23/c.json.gz`, 99_999);
    scene.lay(keyOf(home, 'us-east-1', '2026-11-23T1200'), holding(5_000));
    expect(await volume('logs/audit', scene)).toEqual({
      perDay: 1_000,
      basis: {
        ...{ kind: 'files', address: 's3://logs/audit/', day: '2026-11-23', isFirst: false, isWhole: true },
        ...{ files: 4, bytes: 4 * bytesOf.file + 1_000 * bytesOf.event, accounts: { looked: 2, all: 2 } },
      },
    });
    // Who watches one account reads no file of another.
    expect(await volume('logs/audit', scene, away)).toMatchObject({ perDay: 400, basis: { files: 1 } });
    // Without a prefix, wherever they lie.
    expect(await volume('logs', scene)).toMatchObject({ perDay: 6_000, basis: { address: 's3://logs/' } });
    expect(await volume('logs/AWSLogs', scene)).toMatchObject({ perDay: 5_000 });
  });

  test('are those of whichever day was the last, and of a first day that is said', async () => {
    const scene = logScene();
    scene.lay(keyOf(home, 'us-east-1', '2025-12-31T1200'), holding(50));
    expect(await volume('logs', scene)).toMatchObject({ perDay: 50, basis: { day: '2025-12-31', isFirst: true } });
    scene.lay(keyOf(home, 'us-east-1', '2026-10-30T1200'), holding(60));
    expect(await volume('logs', scene)).toMatchObject({ perDay: 60, basis: { day: '2026-10-30', isFirst: false } });
    // Nor where only another account has older ones.
    const other = logScene();
    other.lay(keyOf(home, 'us-east-1', '2026-11-22T1200'), holding(1));
    other.lay(keyOf(away, 'us-east-1', '2026-11-23T1200'), holding(2));
    expect(await volume('logs', other)).toMatchObject({ perDay: 2, basis: { isFirst: false } });
    scene.lay(keyOf(away, 'us-east-1', '2026-11-23T1200'), holding(70));
    expect(await volume('logs', scene)).toMatchObject({ perDay: 70, basis: { day: '2026-11-23', isFirst: false } });
  });

  test('of more accounts than a list has room for are taken for all of them', async () => {
    const scene = logScene();
    for (let i = 0; i < 1_200; i++)
      scene.lay(keyOf(String(100_000_000_000 + i), 'us-east-1', '2026-11-23T1200'), holding(10));
    expect(await volume('logs', scene)).toMatchObject({
      perDay: 12_000,
      basis: { accounts: { looked: 10, all: 1_200 } },
    });
  });

  test('of many accounts are taken from ten, spread over all', async () => {
    const scene = logScene();
    for (let i = 0; i < 40; i++) {
      const account = String(100_000_000_000 + i);
      // The later ones are the busier.
      scene.lay(keyOf(account, 'us-east-1', '2026-11-23T1200'), holding(100 + 10 * i));
    }
    const found = await volume('logs', scene);
    expect(found?.basis).toMatchObject({ files: 10, accounts: { looked: 10, all: 40 } });
    const real = Array.from({ length: 40 }, (_, i) => 100 + 10 * i).reduce((sum, one) => sum + one);
    expect(Math.abs((found?.perDay ?? 0) / real - 1)).toBeLessThan(0.1);
  });

  test('of a busy Region are reckoned from the first files of each quarter of the day', async () => {
    const scene = logScene();
    let real = 0;
    // By night one file a step of five minutes, by day ten.
    for (let step = 0; step < 288; step++) {
      const clock = new Date(now - 36 * 3_600_000 + step * 300_000).toISOString().slice(0, 16);
      const files = step < 144 ? 1 : step < 216 ? 18 : 6;
      for (let i = 0; i < files; i++) scene.lay(keyOf(home, 'us-east-1', clock, `x${i}`), holding(2));
      real += 2 * files;
    }
    const found = await volume('logs', scene);
    expect(found?.basis).toMatchObject({ day: '2026-11-23', isWhole: false });
    expect(Math.abs((found?.perDay ?? 0) / real - 1)).toBeLessThan(0.03);
    expect(found?.basis).toMatchObject({ files: expect.toSatisfy((files: number) => files < real / 2) });
  });

  test('of a busy Region are taken from its first files where no page more may be asked for', async () => {
    const scene = logScene();
    for (let step = 0; step < 288; step++) {
      const clock = new Date(now - 36 * 3_600_000 + step * 300_000).toISOString().slice(0, 16);
      for (let i = 0; i < 4; i++) scene.lay(keyOf(home, 'us-east-1', clock, `x${i}`), 100);
    }
    const region = `AWSLogs/${home}/CloudTrail/us-east-1/`;
    const [laid] = await dayOfFiles([region], '2026-11-23', bucketPages('logs', home, 1, scene.clients));
    expect(laid).toEqual({ files: 4 * 288, bytes: 400 * 288, seen: { files: 288, bytes: 28_800 }, isWhole: false });
  });

  test('count a step of five minutes whole or not at all', async () => {
    const scene = logScene();
    for (const hour of ['00', '06', '12', '18']) {
      for (const minute of ['00', '05', '10', '15']) {
        for (let i = 0; i < 300; i++) scene.lay(keyOf(home, 'us-east-1', `2026-11-23T${hour}${minute}`, `x${i}`));
      }
    }
    const region = `AWSLogs/${home}/CloudTrail/us-east-1/`;
    const [laid] = await dayOfFiles([region], '2026-11-23', bucketPages('logs', home, 9, scene.clients));
    // A page is three steps and a third of one.
    expect(laid?.seen.files).toBe(4 * 900);
    expect(laid?.files).toBe(288 * 300);
  });

  test('take few lists, however much there is', async () => {
    const scene = logScene();
    const regions = Array.from({ length: 30 }, (_, i) => `us-east-${i + 1}`);
    for (let i = 0; i < 20; i++) {
      for (const region of regions) {
        scene.lay(keyOf(String(100_000_000_000 + i), region, '2026-11-23T1200'), holding(10));
      }
    }
    const found = await volume('logs', scene);
    // Four accounts with thirty Regions are all that there is room for.
    expect(found).toMatchObject({ perDay: 6_000, basis: { files: 120, accounts: { looked: 4, all: 20 } } });
    expect(listed(scene)).toBeLessThan(200);
  });

  test('are not known where nothing lies, nothing whole, or nothing may be listed', async () => {
    const scene = logScene();
    expect(await volume('logs', scene)).toBeNull();
    expect(await volume('logs/audit', scene)).toBeNull();
    expect(await volume('nowhere', scene)).toBeNull();
    scene.lay(keyOf(home, 'us-east-1', '2026-11-24T0005'), holding(9));
    expect(await volume('logs', scene)).toBeNull();
    scene.lay(keyOf(home, 'us-east-1', '2026-11-23T0005'), holding(9));
    expect(await volume('logs', scene)).toMatchObject({ perDay: 9 });
    expect(await volume('logs', scene, away)).toBeNull();
    const clients = await scene.clientsOfWhoMay('s3:GetBucket*');
    expect(await volume('logs', { clients })).toBeNull();
  });

  test('are what a deployment heard, where one is there and heard anything', async () => {
    const scene = logScene();
    scene.lay(keyOf(home, 'us-east-1', '2026-11-23T0005'), holding(9));
    const known = { given: null, stands: true, trail: trailPlaceIn('logs'), owner: home, only: null, now };
    expect(await volumeOf(known, scene.clients)).toMatchObject({ perDay: 9, basis: { kind: 'files' } });
    scene.aws.account(home).deployed.counts.push({ metric: 'Heard', at: now - 600_000, value: 1_440 });
    expect(await volumeOf(known, scene.clients)).toEqual({ perDay: 1_440, basis: { kind: 'heard' } });
    // Of another deployment than the one that is made.
    expect(await volumeOf({ ...known, stands: false }, scene.clients)).toMatchObject({ perDay: 9 });
  });

  test('are not looked for where somebody says how many there are', async () => {
    const scene = logScene();
    scene.lay(keyOf(home, 'us-east-1', '2026-11-23T0005'), holding(9));
    const known = { stands: false, trail: trailPlaceIn('logs'), owner: home, only: null, now };
    expect(await volumeOf({ ...known, given: 5 }, scene.clients)).toEqual({ perDay: 5, basis: { kind: 'given' } });
    expect(listed(scene)).toBe(0);
    expect(await volumeOf({ ...known, given: null, trail: null }, scene.clients)).toBeNull();
  });
});

describe('the sentence about costs tells how the number was found', () => {
  const template = templateOf();
  const place = { accountId: home, region: 'us-east-1', arn: 'a' } as Place;
  const told = ({ perDay: eventsPerDay, basis }: Volume) => {
    const cost = costOf({ template, prices: listPrices, eventsPerDay, basis, forwards: false });
    const plan = { context: [], bootstraps: false };
    return explanationOf({ place, plan, template, change: changeOf(template, null), cost }).at(-1);
  };
  const basis = {
    ...({ kind: 'files', address: 's3://logs/audit/', day: '2026-11-23' } as const),
    ...{ isFirst: false, isWhole: true, files: 1_234, bytes: 56_000_000, accounts: { looked: 3, all: 3 } },
  };

  test.each<[Volume, RegExp]>([
    [
      { perDay: 420_000, basis },
      /at 420,000 events a day, estimated from 1,234 files, 56 MB, of 2026-11-23 in s3:\/\/logs\/audit\/, at 800 bytes a file and 130 an event\. See/,
    ],
    [
      { perDay: 420_000, basis: { ...basis, accounts: { looked: 10, all: 1_200 }, bytes: 1_234 } },
      /from 1,234 files of 10 of 1,200 accounts, 1\.2 kB, of 2026-11-23 in/,
    ],
    [
      { perDay: 420_000, basis: { ...basis, isWhole: false, isFirst: true } },
      /of 2026-11-23 \(the first day there, perhaps incomplete\) in .* an event, from the first files of each quarter of the day where/,
    ],
    [
      { perDay: 1_440, basis: { kind: 'heard' } },
      /at 1,440 events a day, as many as it heard within the last day\. See/,
    ],
    [{ perDay: 1_440, basis: { kind: 'given' } }, /at 1,440 events a day\. See/],
  ])('%j', (volume, words) => {
    expect(told(volume)).toMatch(words);
  });
});
