import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { emptyFolder, rescind } from './command-line.ts';

test('--version is that of the package, for whoever reports a fault', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await rescind(emptyFolder(), '--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
});
