import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NoTemporaryRoom } from '../../../adapters/timeline/disk-file.ts';
import { Timeline } from '../../../adapters/timeline/timeline.ts';
import { ReadWorkers } from '../../../cli/replay/read-workers.ts';
import { readAll } from '../../../cli/replay/replay.ts';
import { emptySummary } from '../../../cli/replay/summary.ts';
import { simulate } from '../../../simulator/simulate.ts';

let folder = '';
let paths: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rescind-test-'));
  const records = simulate({ seed: 5, days: 2, credentials: 20 }).records.map(({ record }) => record);
  paths = [0, 1, 2, 3].map((nth) => {
    const path = join(folder, `${nth}.json`);
    writeFileSync(path, JSON.stringify({ Records: records.filter((_, i) => i % 4 === nth) }));
    return path;
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function readElsewhere(timeline: Timeline, held?: number) {
  const summary = emptySummary();
  const workers = new ReadWorkers(1, summary, timeline, held);
  try {
    const reading = { sources: {} };
    for (const path of paths) expect(workers.offer({ path, size: null, reading })).toBe(true);
    await workers.finish();
  } finally {
    await workers.close();
  }
  return summary;
}

it.each([1e9, 40_000])(
  'another thread tells the same as this one, when it hands over what it holds after %d bytes',
  async (held) => {
    const [here, there] = [new Timeline(), new Timeline()];
    const summary = emptySummary();
    await readAll({ paths: [folder], sources: {} }, summary, here);
    expect(await readElsewhere(there, held)).toEqual(summary);
    expect(there.accounts).toEqual(here.accounts);
    expect([...there.hours()]).toEqual([...here.hours()]);
  },
);

it('what could not be read is told in order of its names, whatever was read first', async () => {
  const damaged = ['b.json', 'a.json'].map((name) => join(folder, name));
  for (const path of damaged) writeFileSync(path, 'no log');
  const summary = emptySummary();
  await readAll({ paths: damaged, sources: {} }, summary, new Timeline());
  expect(summary.files.unreadable.map(({ path }) => path)).toEqual(damaged.toReversed());
});

it('what the timeline cannot take from another thread is thrown to whoever reads', async () => {
  const timeline = new Timeline(1_000);
  vi.stubEnv('TMPDIR', join(folder, 'absent'));
  await expect(readElsewhere(timeline)).rejects.toThrow(NoTemporaryRoom);
});
