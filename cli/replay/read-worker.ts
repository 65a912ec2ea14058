import { parentPort } from 'node:worker_threads';
import { fileAt } from '../../adapters/files/inputs.ts';
import { Skimmer } from '../../adapters/files/skim/skimmer.ts';
import type { Told, Waiting } from '../../core/intake/told.ts';
import { readFile } from './read-file.ts';
import { emptySummary, type Reading, type ReplaySummary } from './summary.ts';

/** A file to be read in another thread. */
export interface ReadOrder {
  readonly path: string;
  readonly size: number | null;
  readonly reading: Reading;
}

/** Part of what a file tells; `counts` comes with the last part. */
export interface ReadAnswer {
  readonly told: readonly (Told | Waiting)[];
  readonly counts: ReplaySummary | null;
}

const batchLength = 2_000;
const skimmer = new Skimmer();

parentPort?.on('message', async ({ path, size, reading }: ReadOrder) => {
  const summary = emptySummary();
  let told: (Told | Waiting)[] = [];
  const answer = (counts: ReplaySummary | null) => parentPort?.postMessage({ told, counts } satisfies ReadAnswer);
  await readFile(fileAt(path, size), reading, summary, skimmer, (one) => {
    if (told.push(one) < batchLength) return;
    answer(null);
    told = [];
  });
  answer(summary);
});
