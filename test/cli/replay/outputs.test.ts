import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LineFile } from '../../../cli/replay/outputs.ts';
import { emptyFolder } from '../command-line.ts';

test('more lines than memory is to hold are written all the same, in order, and leave nothing behind', async () => {
  const path = join(emptyFolder(), 'lines.ndjson');
  const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('rescind-lines-'));
  const before = leftovers();
  const file = new LineFile(path);
  const values = Array.from({ length: 40_000 }, (_, i) => ({ i, name: `prüfling ${'–'.repeat(i % 300)}` }));
  for (const value of values) file.add(value);
  expect(leftovers()).toEqual(before);
  await file.write();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(values);
});
