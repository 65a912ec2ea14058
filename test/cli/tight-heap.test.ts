import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, entry } from './command-line.ts';

/** V8's help tells its settings as they stand. */
const tellSettings = `import { setFlagsFromString } from 'node:v8';
  process.on('exit', () => setFlagsFromString('--help'));`;

/** By how many percent the heap of a process grows between collections; 0 where that is V8's own choice. */
function growthOf(...entered: readonly string[]): number {
  // A pipe that the process has written to takes no more than fits into it.
  const said = join(emptyFolder(), 'said.txt');
  const hook = ['--import', `data:text/javascript,${encodeURIComponent(tellSettings)}`];
  spawnSync(process.execPath, [...hook, ...entered], { stdio: ['ignore', openSync(said, 'w'), 'ignore'] });
  return Number(/--heap-growing-percent=(\d+)/.exec(readFileSync(said, 'utf8'))?.[1]);
}

test('the heap of a command grows by half, and not fourfold, before it is collected', () => {
  expect(growthOf('--eval', '0')).toBe(0);
  expect(growthOf(entry, '--version')).toBe(50);
});
