import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { honestFiles, hostileFiles } from './hostile-files.ts';
import { limits } from './hostile-limits.ts';
import type { Answer } from './read-hostile.ts';

const mebibyte = 1_048_576;
/** V8 ends the process that asks for more: records that are all held at once show without anybody measuring. */
const heap = 12 * (limits.piece / mebibyte);
/**
 * How much more than for honest files there may be in all, with what lies outside of the heap, where parsers and buffers have
 * theirs, and what no limit changes. All of it is less than the function has that reads the trail; without a limit, one bomb
 * alone takes twice as much.
 */
const most = 128 + 16 * (limits.piece / mebibyte);

/** In a process of their own: what it took most is a mark that nothing else moves, and that no file leaves unseen beyond the bound. */
describe('a folder of hostile files', () => {
  let folder = '';
  let said = '';
  const answers = new Map<string, Answer>();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rescind-hostile-'));
    const program = fileURLToPath(new URL('./read-hostile.ts', import.meta.url));
    const options = ['--expose-gc', `--max-old-space-size=${heap}`];
    const { stdout, stderr } = spawnSync(process.execPath, [...options, program, folder], { encoding: 'utf8' });
    said = stderr;
    for (const line of stdout.split('\n').slice(0, -1)) {
      const answer: Answer = JSON.parse(line);
      answers.set(answer.name, answer);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** None of the file that the process did not survive, nor of those after it. */
  const answerFor = (name: string): Answer => {
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`no answer: ${said.slice(-2_000)}`);
    return answer;
  };

  it.each(Object.entries(hostileFiles))('%s', (name, { outcome }) => {
    const { told, peak } = answerFor(name);
    const honest = Math.max(...honestFiles.map(([one]) => answerFor(one).peak));
    expect(told).toMatch(outcome);
    expect(peak).toBeLessThan(honest + most);
  });
});
