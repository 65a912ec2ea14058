import { parentPort, workerData } from 'node:worker_threads';
import { fileAt } from '../../adapters/files/inputs.ts';
import { Skimmer } from '../../adapters/files/skim/skimmer.ts';
import { type Part, Parts } from '../../adapters/timeline/parts.ts';
import { Rows } from '../../adapters/timeline/rows.ts';
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
  /** As `Rows` gives them: numbers go to another thread as they are, where objects are copied one by one. */
  readonly rows: Uint8Array<ArrayBuffer>;
  /** What their numbers stand for, from number `first` on; below it, what came before. */
  readonly parts: readonly Part[];
  readonly first: number;
  /** What fits no row. */
  readonly told: readonly (Told | Waiting)[];
  readonly counts: ReplaySummary | null;
}

const batchLength = 2_000;
/** Beyond so many, numbers begin anew. */
const mostParts = workerData as number;

const skimmer = new Skimmer();
let parts = new Parts();
let sent = 0;

/** One file after another, since they share parts. */
let before = Promise.resolve();
parentPort?.on('message', (order: ReadOrder) => {
  before = before.then(() => read(order));
});

async function read({ path, size, reading }: ReadOrder): Promise<void> {
  const summary = emptySummary();
  let rows = new Rows(parts);
  let told: (Told | Waiting)[] = [];
  let count = 0;
  const answer = (counts: ReplaySummary | null) => {
    const bytes = rows.all();
    const part: ReadAnswer = { rows: bytes, parts: parts.after(sent), first: sent, told, counts };
    parentPort?.postMessage(part, [bytes.buffer]);
    sent = parts.length;
    if (sent > mostParts) [parts, sent] = [new Parts(), 0];
    [rows, told, count] = [new Rows(parts), [], 0];
  };
  await readFile(fileAt(path, size), reading, summary, skimmer, (one) => {
    if (!rows.add(one)) told.push(one);
    if (++count === batchLength) answer(null);
  });
  answer(summary);
}
