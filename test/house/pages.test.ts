import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runIn } from '../cli/command-line.ts';
import { typed } from './examples.ts';
import { type SpokenOf, spokenOf, today, withoutKeys } from './spoken-of.ts';
import { elsewhere, typedEverywhere } from './typed.ts';

/** What a reader is to type on each page, in its order; those that are made from `--help` are tried in examples.test.ts. */
const own = typedEverywhere().flatMap(({ page, line }) => {
  // The runbook stands for wherever it is deployed.
  const command = line.replace(/^npx /, '').replace(/ --region REGION$/, ' --region us-east-1');
  return command.startsWith('rescind ') && page !== 'docs/commands.md' ? [{ page, line: command }] : [];
});
const pages = [...Map.groupBy(own, ({ page }) => page)].map(([path, lines]) => {
  return { path, lines: lines.map(({ line }) => line) };
});

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

test('there are commands to try on the pages that walk through something', () => {
  const walked = ['README.md', ...['deploy', 'incident', 'people', 'respond', 'sweep'].map((one) => `docs/${one}.md`)];
  expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(walked));
});

test('the runbook is written for wherever it is deployed', () => {
  const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
  expect(runbook.match(/\b[a-z]{2}(-[a-z]+)+-\d\b/g)).toBeNull();
});

/** Which key is explained depends on whose logs were replayed: one that the line before wrote decisions about. */
function decidedIn(line: string): string {
  const [, file] = /^rescind explain AKIAIOSFODNN7EXAMPLE --decisions (\S+)/.exec(line) ?? [];
  if (file === undefined) return line;
  const [first = ''] = readFileSync(join(world.folder, file), 'utf8').split('\n', 1);
  return line.replace('AKIAIOSFODNN7EXAMPLE', JSON.parse(first).credential);
}

describe.each(pages)('$path', ({ lines }) => {
  test.for(lines)('%s', async (line, { skip }) => {
    const other = elsewhere.find((one) => one.line.test(line));
    skip(other !== undefined, `it is tried in ${other?.test}`);
    const { args } = typed(decidedIn(line).replaceAll('111122223333', world.accountId));
    const acts = /^(contain|restore)$/.test(args[0] ?? '') || args.includes('--apply');
    const isAsked = acts && !args.includes('--dry-run');
    const env = args.includes('--profile') ? withoutKeys(world.env) : world.env;
    const run = await runIn({ cwd: world.folder, env }, isAsked ? [...args, '--yes'] : args);
    expect(answered, run.stderr).toContain(run.status);
  });
});
