import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runIn } from '../cli/command-line.ts';
import { examples, typed } from './examples.ts';
import { type SpokenOf, spokenOf, today, withoutKeys } from './spoken-of.ts';
import { elsewhere } from './typed.ts';

const shown = await examples();
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
    const other = elsewhere.find((one) => one.line.test(line));
    skip(other !== undefined, `it is tried in ${other?.test}`);
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
