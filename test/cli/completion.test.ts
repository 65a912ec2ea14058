import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptIn } from '../../core/model/kept.ts';
import { few } from '../depth.ts';
import { emptyFolder, entry, type Run, rescind, rescindProcess } from './command-line.ts';

const isHere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What the line offers at a TAB in bash, where `rescind` is this one. */
async function completedInBash(typed: readonly string[]) {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'rescind'), `#!/bin/sh\nexec "${process.execPath}" "${entry}" "$@"\n`);
  chmodSync(join(folder, 'rescind'), 0o755);
  const asked = [
    (await rescind(folder, 'completion', 'bash')).stdout,
    `COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length - 1}; COMP_LINE='${typed.join(' ')}'`,
    '_rescind_complete',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ];
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const { stdout, stderr } = spawnSync('bash', ['-c', asked.join('\n')], { cwd: folder, encoding: 'utf8', env });
  return { folder, stderr, replies: stdout.split('\n') };
}

const scripts = new Map<string, Run>();
const scriptFor = (shell: string) => keptIn(scripts, shell, () => rescindProcess(emptyFolder(), 'completion', shell));

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('prints a script for %s, and asks rescind what comes next', (shell) => {
    const run = scriptFor(shell);
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('rescind complete --');
  });

  test.for(['bash', 'zsh', 'fish'])('%s takes its script (skipped where the shell is absent)', (shell, { skip }) => {
    skip(!isHere(shell), `${shell} is not installed`);
    const script = join(emptyFolder(), 'script');
    writeFileSync(script, scriptFor(shell).stdout);
    const { status, stderr } = spawnSync(shell, ['-n', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test.for<[string[], string[]]>(
    few(
      [
        [
          ['rescind', 'export', 'd.ndjson', '--format', ''],
          ['ocsf', 'asff', 'csv'],
        ],
        [['rescind', 're'], ['replay']],
        [
          ['rescind', 'policy', ''],
          ['check', 'schema'],
        ],
        [['rescind', 'replay', '--ag'], ['--against']],
      ],
      2,
    ),
  )('bash completes %j (skipped where bash is absent)', async ([typed, expected], { skip }) => {
    skip(!isHere('bash'), 'bash is not installed');
    const { replies, stderr } = await completedInBash(typed);
    expect(replies, stderr).toEqual(expect.arrayContaining(expected));
  });

  test('bash runs nothing of what is typed (skipped where bash is absent)', async ({ skip }) => {
    skip(!isHere('bash'), 'bash is not installed');
    const { folder, stderr } = await completedInBash([
      'rescind',
      'replay',
      '$(touch one)',
      ';touch two',
      '`touch three`',
    ]);
    expect(stderr).toBe('');
    expect(readdirSync(folder)).toEqual(['rescind']);
  });
});
