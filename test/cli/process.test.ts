import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record, user } from '../core/intake/sample.ts';
import { few } from '../depth.ts';
import { emptyFolder, entry, rescind, rescindProcess, waited, writtenOrganisation } from './command-line.ts';
import { type Scene, scene } from './respond/responder-scene.ts';
import { ended } from './served-aws.ts';

/** What only a process of its own can show; all other tests of the command line call its entry function. */
describe('the process', () => {
  let folder: string;
  let world: Scene;
  beforeAll(async () => {
    [folder, world] = await Promise.all([writtenOrganisation(), scene()]);
  });
  afterAll(() => world.door.close());

  test('says on stdout what the entry function says, and nothing else', async () => {
    const args = ['replay', 'trail', '--context', 'context', '--no-report', '--decisions', '-', '--quiet', '--json'];
    const run = rescindProcess(folder, ...args);
    expect([run.status, run.stderr]).toEqual([0, '']);
    const lines = run.stdout.trimEnd().split('\n');
    expect(() => lines.map((line) => JSON.parse(line))).not.toThrow();
    const here = (await rescind(folder, ...args)).stdout.trimEnd().split('\n');
    expect(lines.slice(0, -1)).toEqual(here.slice(0, -1));
  });

  test('leaves stdout to lines of JSON where they were asked for, and tells the rest on stderr', () => {
    const run = rescindProcess(folder, 'replay', 'trail', '--no-report', '--quiet', '--decisions', '-');
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(0);
    expect(run.stderr).toContain('uses judged');
  });

  test('tells it on stdout where none were, and ends with its exit status: of a finding, or of bad usage', () => {
    const run = (more: readonly string[]) =>
      rescindProcess(folder, 'replay', 'trail', '--no-report', '--quiet', ...more);
    const found = run(['--fail-on', 'notify']);
    expect([found.status, found.stdout]).toEqual([1, expect.stringContaining('uses judged')]);
    expect(run(['--no-such-option']).status).toBe(2);
  });

  test.each([
    ['the AWS SDK', '/@aws-sdk/', '--help'],
    ['a signal', '/core/signals/', 'deploy', '--help'],
    ['a signal', '/core/signals/', 'completion', 'bash'],
    ['a signal', '/core/signals/', 'complete', '--', 'deploy', '--re'],
  ])('loads %s, of %s, for nobody who only asks for %s', (_, what, ...args) => {
    const seen = `import { registerHooks } from 'node:module';
      const load = (url, context, next) => (url.includes('${what}') && console.error(url), next(url, context));
      registerHooks({ load });`;
    const hook = ['--import', `data:text/javascript,${encodeURIComponent(seen)}`];
    const { status, stderr } = spawnSync(process.execPath, [...hook, entry, ...args], waited);
    expect([status, stderr]).toEqual([0, '']);
  });

  test('that breaks says so by a status of its own, not by that of a finding', () => {
    // As soon as somebody listens: a replay of nothing is over in a moment.
    const fault = `process.on('newListener', (name) => {
      if (name === 'uncaughtException') setImmediate(() => { throw new Error('made up'); });
    });`;
    const hook = ['--import', `data:text/javascript,${encodeURIComponent(fault)}`];
    const { status, stderr } = spawnSync(process.execPath, [...hook, entry, 'replay', '-', '--no-report'], waited);
    expect(status).toBe(70);
    expect(stderr).toContain('Error: made up');
  });

  test('stops with a word of what to do where what it knows of credentials fills its memory', () => {
    const here = emptyFolder();
    const records = Array.from({ length: 5_000 }, (_, i) =>
      JSON.stringify(record({ ...user, ...keyOf(i) }, { eventID: `e${i}` })),
    );
    writeFileSync(join(here, 'many.ndjson'), records.join('\n'));
    // What the engine itself holds must leave room for a few credentials between one look at the memory and the next.
    const tight = ['--max-old-space-size=64', entry, 'replay', 'many.ndjson', '--state', 'state.db'];
    const { status, stdout, stderr } = spawnSync(process.execPath, tight, { cwd: here, ...waited });
    expect(stderr).toMatch(/^error: What is known about [\d,]+ credentials fills the \d+ MB of memory/);
    expect(stderr).toMatch(/NODE_OPTIONS=--max-old-space-size=\d+\.\n$/);
    expect([status, stdout, existsSync(join(here, 'rescind-report.html'))]).toEqual([2, '', false]);
    const roomy = rescindProcess(here, 'replay', 'many.ndjson', '--state', 'state.db', '--no-report', '--json');
    expect(JSON.parse(roomy.stdout)).toMatchObject({
      credentials: records.length,
      records: { scored: records.length },
    });
  });

  test('ends in peace when nobody reads on', () => {
    const command = `"${process.execPath}" "${entry}" signals --json; echo "status $?" >&2`;
    const { stderr } = spawnSync('sh', ['-c', `{ ${command}; } | head -c 10 >/dev/null`], waited);
    expect(stderr).toBe('status 0\n');
  });

  const unread: [number, string[], string[]][] = [
    [3, ['replay', 'trail', 'missing', '--report', 'report.html', '--decisions', '-'], ['report.html']],
    [3, ['export', 'damaged', '--format', 'csv'], []],
    [1, ['replay', 'trail', '--no-report', '--assessments', 'lines', '--fail-on', 'notify'], ['lines']],
  ];
  test.each(few(unread))(
    'ends with its own status, %i, and writes its files when nobody reads anything',
    (status, args, files) => {
      const here = emptyFolder();
      cpSync(join(folder, 'trail'), join(here, 'trail'), { recursive: true });
      writeFileSync(join(here, 'damaged'), '{}\n'.repeat(30));
      const command = [process.execPath, entry, ...args].map((word) => `"${word}"`).join(' ');
      for (const streams of few(['2>&1', ''])) {
        for (const file of files) rmSync(join(here, file), { force: true });
        const all = `{ ${command} ${streams}; echo "status $?" >&2; } | true`;
        const { stderr } = spawnSync('sh', ['-c', all], { cwd: here, ...waited });
        expect(stderr).toMatch(new RegExp(`(?:^|\n)status ${status}\n$`));
        expect(stderr).not.toMatch(/EPIPE|DESTROYED|Error:/);
        for (const file of files) expect(readFileSync(join(here, file)).length).toBeGreaterThan(0);
      }
    },
  );

  test('waits for whoever writes to a named pipe, and ends when it is told to', async () => {
    const pipe = join(emptyFolder(), 'pipe');
    spawnSync('mkfifo', [pipe]);
    const start = () =>
      spawn(process.execPath, [entry, 'replay', pipe, '--no-report', '--json', '--state', `${pipe}.db`]);
    const left = start();
    const end = once(left, 'exit');
    while (!existsSync(`${pipe}.db-wal`)) await setTimeout(10);
    await setTimeout(300);
    left.kill('SIGINT');
    expect((await Promise.race([end, setTimeout(20_000, ['still there'])]))[0]).toBe(130);
    const fed = start();
    const said = text(fed.stdout);
    createWriteStream(pipe).end('{"Records":[{"eventID":"e"}]}');
    expect(JSON.parse(await said).records.read).toBe(1);
  });

  test('reaches the AWS that AWS_ENDPOINT_URL names, and takes back what it did', async () => {
    const before = world.account();
    const type = (...args: string[]) => ended(world.start(world.folder, world.responder, [...args, '--yes', '--json']));
    const done = await type('contain', world.bot.accessKeyId, '--action', 'disable', '--reason', 'Published');
    expect(done.status, done.stderr).toBe(0);
    const { outcomeId } = JSON.parse(done.stdout);
    expect(world.account()).not.toEqual(before);
    const restored = await type('restore', outcomeId);
    expect(restored.status, restored.stderr).toBe(0);
    expect(world.account()).toEqual(before);
    expect(readFileSync(join(world.folder, 'rescind.sqlite')).length).toBeGreaterThan(0);
  });
});

/** The only key of a user of its own. */
function keyOf(i: number) {
  const userName = `user-${i}`;
  const accessKeyId = `AKIA${String(i).padStart(16, '0')}`;
  return { arn: `arn:aws:iam::123456789012:user/${userName}`, principalId: `AIDA${i}`, userName, accessKeyId };
}
