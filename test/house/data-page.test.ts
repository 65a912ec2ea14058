import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, runIn } from '../cli/command-line.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/data.md'), 'utf8');
const shown = [...page.matchAll(/^```console\n\$ npx rescind replay (\S+)\n(.*?)^```/gms)].map(
  ([, path = '', output = '']) => ({ path, output }),
);

test('the page shows replays', () => expect(shown.length).toBeGreaterThan(1));

for (const { path, output } of shown) {
  const data = join(root, path);
  test.skipIf(!existsSync(data))(
    `docs/data.md shows what a replay of ${path} prints, where it is at hand`,
    async () => {
      const { stdout } = await runIn({ cwd: emptyFolder() }, ['replay', data, '--no-report']);
      const lines = untimed(stdout).split('\n');
      const cut = untimed(output).split('\n');
      expect(lines.map((line, i) => (isBeginningOf(cut[i] ?? '', line) ? cut[i] : line))).toEqual(cut);
    },
  );
}

function untimed(text: string): string {
  return text.replaceAll(/\b\d+\.\d s\b/g, '… s').trimEnd();
}

/** The page cuts long lines. */
function isBeginningOf(shown: string, line: string): boolean {
  return shown.endsWith(' …') && line.startsWith(shown.slice(0, -2));
}
