import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runIn } from '../cli/command-line.ts';
import { typed } from './examples.ts';
import { houseFiles } from './source.ts';
import { type SpokenOf, spokenOf, today, withoutKeys } from './spoken-of.ts';

/** What a reader is to type on the pages that walk through something, in their order. */
const pages = houseFiles(/^docs\/(deploy|incident|people|respond|sweep)\.md$/).map(({ path, text }) => {
  const blocks = [...text.matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.split('\n').map((line) => line.replace(/\s+#.*/, '').trim()));
  return { path, lines: lines.map((line) => line.replace(/^npx /, '')).filter((line) => line.startsWith('rescind ')) };
});

/** Where it is tried instead. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/^rescind demo/, 'it is played in test/cli/demo.test.ts'],
  [/^rescind (deploy|destroy)/, 'it is tried in test/cli/deploy-aws.test.ts'],
  [/^rescind replay .*--against/, 'policies are compared in test/cli/against.test.ts'],
  [/^rescind status --region/, 'it reads tables of a deployment, and there are none here'],
  [/^rescind approve/, 'it calls a function: see test/cli/approve.test.ts'],
];

/** A finding, or that not all of it could be done or read, is an answer as well; bad usage is not. */
const answered = [0, 1, 3];

let world: SpokenOf;
beforeAll(async () => {
  vi.setSystemTime(today);
  world = await spokenOf();
});
afterAll(async () => {
  vi.useRealTimers();
  await world.close();
});

test('there are commands on every one of them', () => {
  expect(pages.map(({ lines }) => lines.length > 0)).toEqual(Array(5).fill(true));
});

describe.each(pages)('$path', ({ lines }) => {
  test.for(lines)('%s', async (line, { skip }) => {
    const other = elsewhere.find(([pattern]) => pattern.test(line));
    skip(other !== undefined, other?.[1]);
    const { args } = typed(line.replaceAll('111122223333', world.accountId));
    const acts = /^(contain|restore)$/.test(args[0] ?? '') || args.includes('--apply');
    const isAsked = acts && !args.includes('--dry-run');
    const env = args.includes('--profile') ? withoutKeys(world.env) : world.env;
    const run = await runIn({ cwd: world.folder, env }, isAsked ? [...args, '--yes'] : args);
    expect(answered, run.stderr).toContain(run.status);
  });
});
