import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, rescind, runIn } from './command-line.ts';

const words = /ENOENT|EACCES|EISDIR|Invalid type|Expected|valibot|errno/;

test.each<[string, readonly string[], RegExp]>([
  ['a decisions file that is not there', ['export', 'nope', '--format', 'csv'], /nope does not exist\./],
  ['a folder for a decisions file', ['export', 'folder', '--format', 'csv'], /folder is a folder\./],
  [
    'a decisions file that is not there, to explain',
    ['explain', 'd_1', '--decisions', 'nope'],
    /nope does not exist\./,
  ],
  ['no decisions file', ['explain', 'd_1', '--decisions', 'bad.json'], /bad\.json is not a decisions file/],
  ['a policy that is not there', ['policy', 'check', 'nope.json'], /nope\.json does not exist\./],
  [
    'a period that ends before it begins',
    ['replay', 'bad.json', '--since', '2026-09-10', '--until', '2026-09-01'],
    /--until is not after --since/,
  ],
  ['a place that does not exist', ['replay', 'bad.json', '--decisions', 'no/where.ndjson'], /there is no such folder/],
  ['a folder to write to', ['replay', 'bad.json', '--decisions', 'folder'], /it is a folder/],
])('%s is told in words, with what to do, before anything is printed', async (_, args, said) => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'bad.json'), '{"mode":7}\n');
  const { status, stdout, stderr } = await rescind(folder, ...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(said);
  expect(stderr).not.toMatch(words);
  expect(stderr.trimEnd().split('\n').length).toBeGreaterThan(1);
});

test.each([
  ['--report', 'folder'],
  ['--report', 'no/where.html'],
  ['--assessments', 'folder'],
])('%s %s is refused before the work begins', async (option, place) => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'one.json'), '{"Records":[]}');
  const { status } = await rescind(folder, 'replay', 'one.json', '--decisions', 'd.ndjson', option, place);
  expect([status, existsSync(join(folder, 'd.ndjson'))]).toEqual([2, false]);
});

test.each<[string, object, RegExp]>([
  ['another kind of value', { version: 7 }, /version must be a text, not 7/],
  ['a choice that there is not', { mode: 'on' }, /mode must be "observe" or "enforce", not "on"/],
  ['a number too large', { thresholds: { notify: 101 } }, /thresholds\.notify must be at most 100, not 101/],
  ['half a number', { stale: { unusedDays: 1.5 } }, /stale\.unusedDays must be a whole number, not 1\.5/],
  [
    'no time',
    { exemptions: [{ credential: 'x', owner: 'a', reason: 'r', scope: 'all', until: 'soon' }] },
    /until must be a time like/,
  ],
  ['what is missing', { exemptions: [{ credential: 'x' }] }, /exemptions\.0\.owner is missing/],
  [
    'an empty text',
    { exemptions: [{ credential: '', owner: 'a', reason: 'r', scope: 'all', until: '2027-01-31T00:00:00Z' }] },
    /credential must not be empty/,
  ],
])('a policy with %s is told so in words', async (_, policy, said) => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'p.json'), JSON.stringify(policy));
  const { status, stdout, stderr } = await rescind(folder, 'policy', 'check', 'p.json');
  expect(status).toBe(2);
  expect(stdout + stderr).toMatch(said);
  expect(stdout + stderr).not.toMatch(words);
});

test('without AWS credentials or a Region, an S3 address is bad configuration, not unreadable input', async () => {
  const folder = emptyFolder();
  const env = { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
  const { status, stdout, stderr } = await runIn({ cwd: folder, env }, ['replay', 's3://bucket/trail', '--no-report']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('s3://bucket/trail needs a Region');
  // Where something else was read, that stands, and the rest is named.
  writeFileSync(join(folder, 'one.json'), '{"Records":[]}');
  const both = await runIn({ cwd: folder, env }, ['replay', 'one.json', 's3://bucket/trail', '--no-report']);
  expect(both.status).toBe(3);
});

test('what is being written is waited for as long as a writer may take, and not for one that was killed', async () => {
  const { alone } = await import('../../adapters/files/alone.ts');
  const { Worker } = await import('node:worker_threads');
  const path = join(emptyFolder(), 'exemptions.json');
  const lock = `${path}.lock`;
  const lockedFor = (seconds: number) => {
    writeFileSync(lock, '');
    const made = Date.now() / 1_000 - seconds;
    utimesSync(lock, made, made);
  };
  lockedFor(11);
  expect(alone(path, () => existsSync(lock))).toBe(true);
  lockedFor(5);
  // Whoever has the lock takes it away when they are done.
  const other = new Worker(
    `setTimeout(() => require('node:fs').renameSync(${JSON.stringify(lock)}, ${JSON.stringify(`${lock}.ended`)}), 200)`,
    { eval: true },
  );
  const ended = new Promise((over) => other.on('exit', over));
  expect(alone(path, () => existsSync(`${lock}.ended`))).toBe(true);
  await ended;
});

test('exemptions that two people make at once are both there', async () => {
  const folder = emptyFolder();
  const { addExemption } = await import('../../adapters/files/add-exemption.ts');
  const { alone } = await import('../../adapters/files/alone.ts');
  const path = join(folder, 'exemptions.json');
  const exemption = (credential: string) => {
    return { credential, owner: 'ada', reason: 'r', scope: 'all', until: '2999-01-31T00:00:00Z' };
  };
  const { Worker } = await import('node:worker_threads');
  const module = new URL('../../adapters/files/add-exemption.ts', import.meta.url).href;
  const other = new Worker(
    `import(${JSON.stringify(module)}).then(({ addExemption }) => addExemption(${JSON.stringify(path)}, ${JSON.stringify(exemption('b'))}))`,
    { eval: true },
  );
  const ended = new Promise((over) => other.on('exit', over));
  // The other comes while this one is at it, and has to wait.
  alone(path, () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    writeFileSync(path, JSON.stringify([exemption('a')]));
  });
  await ended;
  expect(addExemption(path, exemption('c'))).toEqual({ ok: true, value: true });
  const kept = JSON.parse(readFileSync(path, 'utf8')) as { credential: string }[];
  expect(kept.map(({ credential }) => credential).toSorted()).toEqual(['a', 'b', 'c']);
  expect(readdirSync(folder)).toEqual(['exemptions.json']);
});
