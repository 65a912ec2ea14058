import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyFolder, entry, rescind } from './command-line.ts';

const isHere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash-completion brings along, for a machine without it: the words as they stand, and the one at the cursor. */
const words = `_get_comp_words_by_ref() {
  words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${words[cword]}; prev=\${words[cword-1]}
}`;

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('prints a script for %s, and asks rescind what comes next', async (shell) => {
    const run = await rescind(emptyFolder(), 'completion', shell);
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('rescind complete --');
  });

  test.for(['bash', 'zsh', 'fish'])(
    '%s takes its script (skipped where the shell is absent)',
    async (shell, { skip }) => {
      skip(!isHere(shell), `${shell} is not installed`);
      const script = join(emptyFolder(), 'script');
      writeFileSync(script, (await rescind(emptyFolder(), 'completion', shell)).stdout);
      const { status, stderr } = spawnSync(shell, ['-n', script], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    },
  );

  test.for<[string[], string[]]>([
    [['rescind', 're'], ['replay']],
    [
      ['rescind', 'policy', ''],
      ['check', 'schema'],
    ],
    [
      ['rescind', 'export', 'd.ndjson', '--format', ''],
      ['ocsf', 'asff', 'csv'],
    ],
    [['rescind', 'replay', '--ag'], ['--against']],
  ])('bash completes %j (skipped where bash is absent)', ([typed, expected], { skip }) => {
    skip(!isHere('bash'), 'bash is not installed');
    const folder = emptyFolder();
    writeFileSync(join(folder, 'rescind'), `#!/bin/sh\nexec "${process.execPath}" "${entry}" "$@"\n`);
    chmodSync(join(folder, 'rescind'), 0o755);
    const asked = [
      words,
      'source <(rescind completion bash)',
      `COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length - 1}; COMP_LINE='${typed.join(' ')}'`,
      '__rescind_complete',
      `printf '%s\\n' "\${COMPREPLY[@]}"`,
    ];
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
    const { stdout, stderr } = spawnSync('bash', ['-c', asked.join('\n')], { encoding: 'utf8', env });
    const replies = stdout.split('\n').map((line) => line.split(/\s/)[0]);
    expect(replies, stderr).toEqual(expect.arrayContaining(expected));
  });
});
