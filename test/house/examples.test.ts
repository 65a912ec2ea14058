import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runIn } from '../cli/command-line.ts';
import { examples, typed } from './examples.ts';
import { type SpokenOf, spokenOf, today, withoutKeys } from './spoken-of.ts';

const shown = examples();
let world: SpokenOf;

beforeAll(async () => {
  vi.setSystemTime(today);
  world = await spokenOf();
});
afterAll(async () => {
  vi.useRealTimers();
  await world.close();
});

test('every command shows an example', () => {
  expect(shown.length).toBeGreaterThan(14);
  expect(shown.filter(({ lines }) => lines.length === 0)).toEqual([]);
});

describe.each(shown)('rescind $command', ({ lines }) => {
  test.for(lines)('%s', async (line, { skip }) => {
    skip(line.startsWith('rescind deploy '), 'it synthesizes in programs of its own: see test/cli/deploy-aws.test.ts');
    skip(
      line.startsWith('rescind approve '),
      'it calls a function, and there is none here: see test/cli/approve.test.ts',
    );
    // What stands has a table, and there is none here: test/cli/deploy-aws.test.ts takes a whole one down.
    if (line.startsWith('rescind destroy ')) world.deployed.stacks.length = 0;
    const { args, into } = typed(line);
    const run = await runIn(
      { cwd: world.folder, env: args.includes('--profile') ? withoutKeys(world.env) : world.env },
      args,
    );
    expect(run.status, run.stderr + run.stdout).toBe(0);
    expect(run.stderr).not.toContain('error');
    if (into !== null) writeFileSync(join(world.folder, into), run.stdout);
  });
});
