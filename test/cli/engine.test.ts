import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, entry } from './command-line.ts';

/** V8's help tells its settings as they stand. */
const tellSettings = `import { setFlagsFromString } from 'node:v8';
  process.on('exit', () => setFlagsFromString('--help'));`;

/** What V8 says of one setting of a process as it ends. */
function settingOf(setting: RegExp, ...entered: readonly string[]): string | undefined {
  // A pipe that the process has written to takes no more than fits into it.
  const said = join(emptyFolder(), 'said.txt');
  const hook = ['--import', `data:text/javascript,${encodeURIComponent(tellSettings)}`];
  spawnSync(process.execPath, [...hook, ...entered], { stdio: ['ignore', openSync(said, 'w'), 'ignore'] });
  return setting.exec(readFileSync(said, 'utf8'))?.[1];
}

test('the heap of a command grows by half, and not fourfold, before it is collected', () => {
  const growth = /--heap-growing-percent=(\d+)/;
  expect(settingOf(growth, '--eval', '0')).toBe('0');
  expect(settingOf(growth, entry, '--version')).toBe('50');
});

test('what a command makes begins among what lives shortly, whatever was made there before', () => {
  const pretenuring = /default: --(no-)?allocation-site-pretenuring\b/;
  expect(settingOf(pretenuring, '--eval', '0')).toBeUndefined();
  expect(settingOf(pretenuring, entry, '--version')).toBe('no-');
});

test('what another thread compiles keeps no command from its end', () => {
  const beside = /default: --(no-)?concurrent-sparkplug\b/;
  expect(settingOf(beside, '--eval', '0')).toBeUndefined();
  expect(settingOf(beside, entry, '--version')).toBe('no-');
});
