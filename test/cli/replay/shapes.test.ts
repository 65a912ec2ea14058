import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { account, consoleUser, envelope, record, role, user, without } from '../../core/intake/sample.ts';
import { emptyFolder, runIn } from '../command-line.ts';
import { servedAws } from '../served-aws.ts';

const named = (n: number) => ({ eventID: `0d1f0000-0000-4000-8000-${String(n).padStart(12, '0')}` });
const text = (...Records: unknown[]) => JSON.stringify({ Records });
const lines = (...some: unknown[]) => some.map((one) => `${JSON.stringify(one)}\r\n`).join('');
const correction = { addendum: { reason: 'UPDATED_DATA', originalEventID: 'e' } };

/** Every record in it has a number of its own, but for those that are the same. */
const odd: Readonly<Record<string, string | Buffer>> = {
  'plain.json': text(record(user, named(1)), record(role, named(2))),
  'again.json.gz': gzipSync(text(record(user, named(1)))),
  'lookup.json': JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(record(user, named(1))) }] }),
  'search.json': JSON.stringify({
    took: 3,
    hits: { hits: [{ _id: 'x', _source: record(user, named(19)) }, { _id: 'y' }] },
  }),
  'table.json': text(record(JSON.stringify(user), { ...named(20), requestParameters: '{"bucketName":"ledger"}' })),
  'table.ndjson': lines(record(JSON.stringify(user), named(21))),
  'bus.ndjson': lines(envelope(record(user, named(3))), envelope(record(user, named(4)), { source: 'a.stranger' })),
  'members.json.gz': Buffer.concat([gzipSync('{"Records":['), gzipSync(`${JSON.stringify(record(user, named(5)))}]}`)]),
  'marked.json': `\ufeff${text(record(user, named(6)))}`,
  'cut.json.gz': gzipSync(text(record(user, named(7)), record(user, named(8)))).subarray(0, -9),
  'one-bad.json': text(record(user, named(9)), 0).replace(',0]', ',{bad}]'),
  'all-bad.json': '{"Records":[{bad}]}',
  'bomb.json.gz': gzipSync(`{"Records":[${'{},'.repeat(1_600_000)}`),
  'digest.json': JSON.stringify({ awsAccountId: account, digestS3Object: 'd', logFiles: [] }),
  'insight.json': text(record(undefined, { ...named(10), eventType: 'AwsCloudTrailInsight' })),
  'copies.json': text(
    record(role, { ...named(11), sharedEventID: 's' }),
    record(role, { ...named(12), sharedEventID: 's', recipientAccountId: '999988887777' }),
  ),
  'keys.json': text(
    record({ ...user, accessKeyId: 'AKIA************' }, named(13)),
    record(without(user, 'accessKeyId', 'type'), named(14)),
    record({ ...user, accountId: Number(account) }, { ...named(15), recipientAccountId: Number(account) }),
    record(consoleUser, { ...named(16), readOnly: 'true', sessionCredentialFromConsole: 'true' }),
  ),
  'corrected.json': text(record(user, { ...named(17), ...correction })),
  'timeless.json': text(record(user, { ...named(18), eventTime: '9999-01-01T00:00:00Z' })),
};

const summaryOf = (stdout: string) => {
  const { files, records, credentials } = JSON.parse(stdout);
  const unreadable = files.unreadable.map(({ path, reason }: { path: string; reason: string }) => [
    path.replace(/^.*\//, ''),
    reason,
  ]);
  return { read: files.read, unreadable, records, credentials };
};

test('every shape at once is read or named, and each record is counted once', async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'trail'));
  for (const [name, bytes] of Object.entries(odd)) writeFileSync(join(folder, 'trail', name), bytes);
  const { status, stdout } = await runIn({ cwd: folder }, ['replay', 'trail', '--json', '--no-report']);
  const { records, read, unreadable, credentials } = summaryOf(stdout);
  expect({ status, read, credentials }).toEqual({ status: 3, read: 15, credentials: 4 });
  expect(unreadable).toEqual([
    ['all-bad.json', 'contains no record that can be read; the first was rejected as not-json'],
    ['bomb.json.gz', 'inflates more than 200 times its size; reading stopped there'],
    ['cut.json.gz', 'ends in the middle of its compressed data; what came before was read'],
    ['timeless.json', 'contains no record that can be read; the first was rejected as no-time'],
  ]);
  const bomb = records.rejected['no-event-id'] - 1;
  expect(bomb).toBeGreaterThan(1_000_000);
  expect({ ...records, read: records.read - bomb }).toEqual({
    read: 27,
    scored: 16,
    duplicate: 2,
    ignored: { addendum: 1, digest: 1, 'foreign-principal': 1, insight: 1 },
    rejected: { 'no-event-id': bomb + 1, 'not-json': 2, inadmissible: 1, 'no-time': 1 },
  });
});

test('a file that breaks off is counted among the files, as its records are among the records', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'cut.json.gz'), odd['cut.json.gz'] ?? '');
  const alone = await runIn({ cwd: folder }, ['replay', 'cut.json.gz', '--no-report']);
  expect(alone.stdout).toMatch(/^[12] records? in 1 file not read whole, /);
  writeFileSync(join(folder, 'plain.json'), odd['plain.json'] ?? '');
  const both = await runIn({ cwd: folder }, ['replay', '.', '--no-report']);
  expect(both.stdout).toMatch(/^\d records in 1 file and 1 file not read whole, /);
  expect(both.stdout).toMatch(
    /\n +(\d) of \1 credentials \w+ neither 7 active days on record nor 5 in 4 weeks, three of them without doubt \(insufficient-data\)/,
  );
});

test('a bucket is read as a folder is, with the credentials of who types', async () => {
  const aws = new SimulatedAws({ clock: { now: () => Date.UTC(2026, 10, 3) }, accounts: [{ id: account }] });
  const served = await servedAws(aws);
  try {
    const folder = emptyFolder();
    const trail = `AWSLogs/${account}/CloudTrail/eu-central-1/2026/11/02`;
    const objects = {
      [`${trail}/a b.json`]: odd['plain.json'],
      [`${trail}/c.json`]: odd['one-bad.json'],
      [`${trail}/d.json`]: '{"Records":[',
      [`AWSLogs/${account}/CloudTrail-Digest/d.json`]: '{}',
    };
    for (const [key, content] of Object.entries(objects)) {
      aws.account(account).deployed.objects.set(`logs/${key}`, String(content));
      mkdirSync(join(folder, 'logs', key, '..'), { recursive: true });
      writeFileSync(join(folder, 'logs', key), String(content));
    }
    const replayed = async (place: string) => {
      const given = ['replay', place, '--json', '--no-report', '--assessments', 'all.ndjson', '--workers', '2'];
      const env = { ...served.environment(folder, aws.administrator(account)), AWS_REGION: 'eu-central-1' };
      const { status, stdout } = await runIn({ cwd: folder, env }, given);
      return { status, ...summaryOf(stdout), assessed: readFileSync(join(folder, 'all.ndjson'), 'utf8') };
    };
    const there = await replayed('s3://logs/AWSLogs');
    expect(there).toMatchObject({ status: 3, read: 2, records: { scored: 3, rejected: { 'not-json': 1 } } });
    expect(there.unreadable.map(([name]: string[]) => name)).toEqual(['d.json']);
    expect(await replayed('logs')).toEqual(there);
  } finally {
    await served.door.close();
  }
});
