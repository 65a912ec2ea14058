import { spawn, spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { few } from '../../depth.ts';
import { entry } from '../command-line.ts';
import { ended } from '../served-aws.ts';
import { type Scene, scene, writes } from './responder-scene.ts';

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

let world: Scene;
beforeEach(async () => {
  world = await scene();
  world.aws.journal.length = 0;
});
afterEach(() => world.door.close());

/** The command line on a terminal of its own: to each question, once it stands there, these keys are typed. */
async function typeAt(answers: readonly (readonly [question: string, keys: string])[], ...args: readonly string[]) {
  const line = [process.execPath, entry, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    cwd: world.folder,
    env: { ...world.environment(world.folder, world.responder), TERM: 'dumb', SHELL: '/bin/sh' },
  });
  const left = [...answers];
  let unanswered = '';
  child.stdout.on('data', (chunk) => {
    unanswered += String(chunk);
    const [question, keys] = left[0] ?? [];
    if (
      question === undefined ||
      keys === undefined ||
      !unanswered.includes(question) ||
      !unanswered.endsWith(' Type yes: ')
    )
      return;
    left.shift();
    unanswered = '';
    child.stdin.write(keys);
  });
  const run = await ended(child);
  expect(left, run.stdout).toEqual([]);
  return run;
}

const order = ['--action', 'disable', '--reason', 'Published', '--no-look'];
const contain = (keys: string) => typeAt([['?', keys]], 'contain', world.bot.accessKeyId, ...order);

describe.skipIf(!hasScript)('the question on a terminal (skipped where util-linux has no script)', () => {
  test('yes acts, and yes again takes it back', async () => {
    const before = world.account();
    const run = await contain('yes\r');
    expect(run.status, run.stdout).toBe(0);
    expect(writes(world)).toEqual(['PutUserPolicy', 'UpdateAccessKey']);
    const [id = ''] = /o_[0-9a-f]{16}/.exec(run.stdout) ?? [];
    const restored = await typeAt([['Undo this?', 'YES\r']], 'restore', id);
    expect(restored.status, restored.stdout).toBe(0);
    expect(world.account()).toEqual(before);
  });

  test.each(
    few(
      [
        ['y', 'y\r'],
        ['Ctrl-C in the middle of yes', 'ye\x03'],
        ['Ctrl-D', '\x04'],
        ['only Enter', '\r'],
        ['Ctrl-C', '\x03'],
      ],
      2,
    ),
  )('%s changes nothing, and says so', async (_, keys) => {
    const before = world.account();
    const run = await contain(keys);
    expect(run.stdout).toContain('Nothing was changed.');
    expect(run.status, run.stdout).toBe(2);
    expect(writes(world)).toEqual([]);
    expect(world.account()).toEqual(before);
  });

  test('a yes to one question is none to the next', async () => {
    const own = ['contain', world.responder.accessKeyId, ...order];
    const asked = [
      ['the credential that you are using', 'yes\r'],
      // Who types is the account's only administrator, too.
      ['AdministratorAccess', 'yes\r'],
      ['Do this to', 'no\r'],
    ] as const;
    const run = await typeAt(asked, ...own);
    expect(run.status, run.stdout).toBe(2);
    expect(run.stdout).toContain('Nothing was changed.');
    expect(writes(world)).toEqual([]);
  });

  test.each(
    few([
      ['Ctrl-C', '\x03'],
      ['Ctrl-D', '\x04'],
    ]),
  )('%s at the first of two questions ends it', async (_, keys) => {
    const run = await typeAt([['Continue anyway?', keys]], 'contain', world.responder.accessKeyId, ...order);
    expect(run.status, run.stdout).toBe(2);
    expect(run.stdout).toContain('--even-my-own');
    expect(writes(world)).toEqual([]);
  });
});
