import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { day, minute } from '../../../core/model/instant.ts';
import { account } from '../../core/intake/sample.ts';
import { honest, rented, runners, start, theft, userNamed } from '../../stories/watch.ts';
import { emptyFolder, rescind } from '../command-line.ts';

const keys = Array.from({ length: 12 }, (_, n) => userNamed(`app-${n}`, `AKIAAPP${String(n).padStart(13, '0')}`));
const stolen = start + 20 * day;

test('what a limit held back is counted and shown first, with the reason why', async () => {
  const folder = emptyFolder();
  const records = keys.flatMap((key, n) => [...honest(key, runners, 20), ...theft(key, stolen + n * minute, rented)]);
  writeFileSync(join(folder, 'trail.ndjson'), records.map((record) => JSON.stringify(record)).join('\n'));
  const replayed = (...flags: string[]) => rescind(folder, 'replay', 'trail.ndjson', '--no-report', ...flags);

  const { stdout } = await replayed('--json', '--decisions', 'd.ndjson');
  const lines = readFileSync(join(folder, 'd.ndjson'), 'utf8').trim().split('\n');
  const held = lines.map((line) => JSON.parse(line)).filter(({ heldBack }) => heldBack !== null);
  expect(held.length).toBeGreaterThan(0);
  expect(JSON.parse(stdout)).toMatchObject({ decisions: lines.length, heldBack: held.length });

  const words = (await replayed()).stdout;
  expect(words).toMatch(new RegExp(`^notify \\d+, ${held.length} of them held back`, 'm'));
  expect(words.slice(words.indexOf('\nnotify')).split('\n').slice(2, 5).join(' ')).toContain(
    `Held back to notify: account ${account} has reached its limit`,
  );
});
