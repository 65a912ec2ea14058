import { hash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseInstant } from '../../../core/model/instant.ts';
import { account, record, user, without } from '../../core/intake/sample.ts';
import { emptyFolder, replayTrail, rescind, runIn, writtenOrganisation } from '../command-line.ts';

let folder: string;

beforeAll(async () => {
  folder = await writtenOrganisation();
});

/** All that a state file holds, a table each: its pages and its log need not lie the same way. */
function rowsIn(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).all();
  const rows = tables.map(({ name }) => JSON.stringify([name, database.prepare(`SELECT * FROM "${name}"`).all()]));
  database.close();
  return rows;
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

describe('replay', () => {
  test('counts every record once and writes decisions in order of time', async () => {
    const run = await replayTrail(folder, '--decisions', 'd.ndjson', '--json');
    expect(run.status, run.stderr).toBe(0);
    const { files, records, decisions } = JSON.parse(run.stdout);
    expect(files.unreadable).toEqual([]);
    expect(records.read).toBe(records.scored + records.duplicate + sum(records.ignored) + sum(records.rejected));
    expect(records.scored).toBeGreaterThan(1000);
    const times: number[] = Object.values(records.ignored);
    expect(times, 'the most frequent reason first').toEqual(times.toSorted((a, b) => b - a));

    const lines = readFileSync(join(folder, 'd.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(decisions);
    const instants = lines.map(({ at }) => parseInstant(at) ?? Number.NaN);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    for (const line of lines) {
      // What other programs read, in the order that is promised; what came later stands behind it.
      expect(Object.keys(line).slice(0, 17).join(' ')).toBe(
        'id at accountId credential kind principal owner action score verdict families signals reason eventID mode reversible expires',
      );
      for (const signal of line.signals) expect(Object.keys(signal)).toEqual(['id', 'bits', 'group', 'evidence']);
      expect(line).toMatchObject({
        id: expect.stringMatching(/^d_[0-9a-f]+$/),
        mode: 'observe',
        reason: expect.stringMatching(/\.$/),
      });
    }
    expect(lines.flatMap(({ families }) => families)).toEqual(expect.arrayContaining(['anomalous', 'stale']));
  });

  test('decides the same bytes whatever the workers and however the files lie', async () => {
    const flat = join(folder, 'flat');
    mkdirSync(flat);
    const names = readdirSync(join(folder, 'trail'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.gz'),
    );
    for (const [i, name] of names.toReversed().entries())
      cpSync(join(folder, 'trail', name), join(flat, `${i}-${basename(name)}`));
    const told = new Set<string>();
    for (const given of [['trail', '--workers', '1'], ['trail', '--workers', '2'], ['flat']]) {
      const written = ['--decisions', 'same.ndjson', '--assessments', 'all.ndjson', '--no-report'];
      const run = await rescind(folder, 'replay', ...given, ...written, '--state', `${given.join('')}.sqlite`);
      expect(run.status, run.stderr).toBe(0);
      const files = ['same.ndjson', 'all.ndjson'].map((name) => readFileSync(join(folder, name), 'utf8'));
      told.add(
        [...files, ...rowsIn(join(folder, `${given.join('')}.sqlite`))].map((text) => hash('sha256', text)).join(' '),
      );
    }
    expect([...told]).toHaveLength(1);
  });

  test('on a terminal a bar says how far it is, on one line that is never longer', async () => {
    const one = join(folder, 'flat', readdirSync(join(folder, 'flat'))[0] ?? '');
    const { stderr } = await runIn({ cwd: folder, columns: 60 }, ['replay', one, '--no-report']);
    const lines = stderr.split('\r\u001b[K').slice(1);
    expect(lines[0]).toMatch(/^━{20} 100 % {2}reading: 1 file, /);
    expect(lines.find((line) => line.includes('judging'))).toMatch(/^━+─* +\d+ % {2}judging: 1 file, /);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(60);
    const piped = await rescind(folder, 'replay', one, '--no-report');
    expect(piped.stderr).not.toContain('━');
  });

  test('exits with 3 where a file is damaged, names it, and reads the rest', async () => {
    const mixed = join(emptyFolder(), 'mixed');
    mkdirSync(mixed);
    writeFileSync(join(mixed, 'bad.json.gz'), 'no gzip at all');
    writeFileSync(join(mixed, 'good.json'), JSON.stringify({ Records: [{ eventID: 'x' }, record(user)] }));
    const run = await rescind(mixed, 'replay', '.', '--json', '--no-report');
    expect(run.status).toBe(3);
    const { files, records } = JSON.parse(run.stdout);
    expect(files.unreadable).toEqual([{ path: expect.stringContaining('bad.json.gz'), reason: expect.any(String) }]);
    expect([files.read, records.read, sum(records.rejected)]).toEqual([1, 2, 1]);
  });

  test('does not call credentials fine when it judged no use', async () => {
    const strange = join(folder, 'strange');
    mkdirSync(strange);
    writeFileSync(join(strange, 'athena.ndjson'), JSON.stringify({ eventid: 'x' }));
    const { stdout } = await rescind(strange, 'replay', '.', '--no-report');
    expect(stdout).toContain('Nothing was judged');
    expect(stdout).not.toContain('no credential gave reason');
  });

  test.each([
    ['rows of Athena', { eventid: 'x', useridentity: '{}' }, /^seems to contain rows of an Athena query: give the log/],
    ['word of files', { Message: '{"s3Bucket":"b","s3ObjectKey":["k"]}' }, /^seems to contain messages that name log/],
    [
      'word of files in a queue',
      { body: '{"Records":[{"s3":{"bucket":{}}}]}' },
      /^seems to contain messages that name log/,
    ],
    ['what a stream carries', { Data: 'eyJ4', PartitionKey: 'p' }, /^seems to contain messages of a stream in base64/],
    ['what a stream hands to a function', { kinesis: { data: 'eyJ4' } }, /^seems to contain messages of a stream/],
    ['what a log group hands to a function', { awslogs: { data: 'H4sI' } }, /^seems to contain messages of a stream/],
    ['records without ids', without(record(user), 'eventID'), /^seems to contain records without an eventID, so/],
    [
      'records in lines of another’s',
      { payload: { text: JSON.stringify(record(user)) } },
      /^seems to contain records in an unknown form/,
    ],
    [
      'records in other words',
      { metadata: { product: { name: 'CloudTrail' } } },
      /^seems to contain records in an unknown form/,
    ],
    ['rows with parts of another form', record('{type=IAMUser, arn=…}'), /^contains no record that .* as not-json$/],
    ['records of no time', { ...record(user), eventTime: 'x' }, /^contains no record that can be read; .* as no-time$/],
  ])('names a file that holds nothing but %s, beside others', async (_, strange, reason) => {
    const mixed = emptyFolder();
    writeFileSync(join(mixed, 'good.json'), JSON.stringify({ Records: [record(user)] }));
    for (const [name, rows] of Object.entries({ 'a.json': [strange], 'b.ndjson': [strange, strange] }))
      writeFileSync(join(mixed, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { status, stdout } = await rescind(mixed, 'replay', '.', '--json', '--no-report', '--workers', '2');
    const { files, records } = JSON.parse(stdout);
    expect([status, files.read, records.read, sum(records.rejected)]).toEqual([3, 1, 4, 3]);
    expect(files.unreadable).toEqual(
      ['a.json', 'b.ndjson'].map((path) => ({ path, reason: expect.stringMatching(reason) })),
    );
    const told = await rescind(mixed, 'replay', '.', '--no-report');
    expect(told.stdout).toContain('Nothing to decide in what could be read: no credential gave reason');
  });

  test.each([
    ['nothing', []],
    ['what is no use', [record({ type: 'Directory', accountId: account })]],
    ['a caller whom nobody knows', [record({ type: 'Unknown' })]],
    ['some that are strange', [{}, { eventID: 'x' }, record(user)]],
    ['what was never meant for a log', [{ name: 'x', version: '1' }]],
  ])('takes a file that holds %s for one that was read', async (_, Records) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'a.json'), JSON.stringify({ Records }));
    const { status, stdout } = await rescind(folder, 'replay', '.', '--json', '--no-report');
    expect([status, JSON.parse(stdout).files]).toEqual([0, { read: 1, skipped: 0, leftOut: [], unreadable: [] }]);
  });

  test('reads what its name does not call a log where it begins like one, and says what it leaves out', async () => {
    const folder = emptyFolder();
    const put = (path: string, content: string | Uint8Array) => {
      mkdirSync(join(folder, 'hose', path, '..'), { recursive: true });
      writeFileSync(join(folder, 'hose', path), content);
    };
    const one = (n: number) => JSON.stringify(record(user, { eventID: `e${n}` }));
    put('trail-1-2026-09-07-10-00-00-0a', one(1) + one(2));
    put('trail-1-2026-09-07-10-05-00-0b', gzipSync(one(3)));
    put('all.log', one(4));
    put('named.json', one(5));
    put('CloudTrail-Digest/unnamed', '{}');
    for (const name of ['README.md', 'athena.csv', 'b.csv', 'c.csv']) put(name, 'a,b');
    const told = await rescind(folder, 'replay', 'hose', '--no-report');
    expect(told.status).toBe(0);
    expect(told.stdout).toMatch(/^5 records in 4 files, /);
    expect(told.stdout).toContain(
      '\n  4 files left out: README.md, athena.csv, b.csv, … (each is not a log by its name or by how it begins)\n',
    );
    expect(told.stdout).toContain('\n  1 file left out: unnamed (contains no calls: it is a CloudTrail digest file)\n');
    const here = (...names: string[]) => names.map((name) => join('hose', name));
    const [others, digest] = [here('README.md', 'athena.csv', 'b.csv'), here('CloudTrail-Digest/unnamed')];
    for (const workers of ['1', '2']) {
      const { stdout } = await rescind(folder, 'replay', 'hose', '--no-report', '--json', '--workers', workers);
      expect(JSON.parse(stdout)).toMatchObject({
        files: {
          read: 4,
          skipped: 5,
          leftOut: [
            { files: 1, paths: digest },
            { files: 4, paths: others },
          ],
          unreadable: [],
        },
        records: { scored: 5 },
      });
    }
  });

  test('exits with 1 only for a finding that --fail-on asks for', async () => {
    expect((await rescind(folder, 'replay', 'trail', '--no-report', '--quiet', '--fail-on', 'notify')).status).toBe(1);
    expect(
      (
        await rescind(
          folder,
          'replay',
          'trail',
          '--no-report',
          '--quiet',
          '--until',
          '2026-09-08',
          '--fail-on',
          'disable',
        )
      ).status,
    ).toBe(0);
  });

  test.each([
    [['replay', 'nowhere'], 'nowhere does not exist'],
    [
      ['replay', 'context/networks.csv', '--policy', 'bad.json'],
      'line 2, column 2: treshold is not a known key: did you mean thresholds?',
    ],
    [['replay', 'trail', '--since', 'yesterday'], '2026-09-07T08:15:00Z'],
    [['replay', 'trail', '--fail-on', '101'], 'Give a score from 0 to 100'],
    [['replay', 'trail', '--decisions', 'no/such/folder/d.ndjson'], 'cannot be written'],
    [['replay', 'trail', '--report', 'no/such/folder/r.html'], 'cannot be written'],
    [['replay', 'empty'], 'empty contains no log files'],
    [['replay', 's3://'], 's3:// does not name a bucket'],
    [['replay', 'trail', 's3:///AWSLogs/'], 's3:///AWSLogs/ does not name a bucket'],
    [['replay', 's3://My_Logs/x'], 'does not name a bucket'],
    [['replay', 's3:/logs/x'], 's3:/logs/x does not name a bucket'],
    [['replay', 'trail', 'S3://logs/x'], 'S3://logs/x does not name a bucket'],
    [['replay', 'trail', '--contxt', 'x'], 'Did you mean --context?'],
    [['rplay'], 'Did you mean replay?'],
    [[], 'Usage: rescind'],
  ])('exits with 2 and says what to do: %j', async (args, words) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    writeFileSync(join(folder, 'bad.json'), '{\n "treshold": {} }');
    const run = await rescind(folder, ...args);
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(words);
  });

  const recorded = new URL('../../../../shared/data', import.meta.url).pathname;
  test.skipIf(!existsSync(recorded))(
    'reads recorded data to its end (skipped where ../shared/data is absent)',
    async () => {
      const run = await rescind(emptyFolder(), 'replay', recorded, '--no-report', '--json');
      expect(run.status, run.stderr).toBe(0);
      expect(JSON.parse(run.stdout).records).toMatchObject({ read: 793, rejected: {} });
    },
  );
});
