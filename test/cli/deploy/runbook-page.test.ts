import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownRunbookPage, runbookPageOf } from '../../../cli/deploy/runbook-page.ts';
import { emptyFolder } from '../command-line.ts';

const onGitHub = 'https://github.com/example/rescind/blob/HEAD/docs/runbook.md';

test.each([
  ['https://github.com/example/rescind.git', onGitHub],
  ['https://github.com/example/rescind/', onGitHub],
  ['git@github.com:example/rescind.git', onGitHub],
  ['ssh://git@github.com:22/example/rescind.git', onGitHub],
  ['https://robot:secret@github.com/example/rescind.git', onGitHub],
  ['git@gitlab.example.com:a/b/rescind.git', 'https://gitlab.example.com/a/b/rescind/-/blob/HEAD/docs/runbook.md'],
  ['/srv/git/rescind', null],
  ['https://example.com/github/rescind', null],
  ['https://github.com/example/re scind', null],
  ['', null],
])('of a clone of %j the runbook is read at %j', (remote, page) => {
  expect(runbookPageOf(remote)).toBe(page);
});

test('a clone says where it is from; what lies in another’s clone does not', () => {
  const folder = emptyFolder();
  expect(ownRunbookPage(folder)).toBeNull();
  spawnSync('git', ['init', '--quiet'], { cwd: folder });
  expect(ownRunbookPage(folder)).toBeNull();
  spawnSync('git', ['remote', 'add', 'origin', 'git@github.com:example/rescind.git'], { cwd: folder });
  expect(ownRunbookPage(folder)).toBe(onGitHub);
  const within = join(folder, 'node_modules');
  mkdirSync(within);
  expect(ownRunbookPage(within)).toBeNull();
});
