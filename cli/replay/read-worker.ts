import { parentPort, workerData } from 'node:worker_threads';
import { fileAt } from '../../adapters/files/inputs.ts';
import { Skimmer } from '../../adapters/files/skim/skimmer.ts';
import { type Packed, Packing } from '../../adapters/timeline/packing.ts';
import { readFile } from './read-file.ts';
import { emptySummary, type Reading, type ReplaySummary } from './summary.ts';

/** A file to be read in another thread. */
export interface ReadOrder {
  readonly path: string;
  readonly size: number | null;
  readonly reading: Reading;
}

/** What a thread is asked: to read a file, or to hand over what it holds. */
export type Asked = ReadOrder | 'hand over';

/** What a thread has to say: the counts of a file that it read, or records, which are the last where it was asked for them. */
export type Answer = { readonly counts: ReplaySummary } | { readonly packed: Packed; readonly isLast: boolean };

const skimmer = new Skimmer();
/** Of so many bytes at the most. */
const packing = new Packing(workerData as number);

/** One after the other, since all that is read is packed together. */
let before = Promise.resolve();
parentPort?.on('message', (asked: Asked) => {
  before = before.then(() => (asked === 'hand over' ? handOver(true) : read(asked)));
});

async function read({ path, size, reading }: ReadOrder): Promise<void> {
  const counts = emptySummary();
  await readFile(fileAt(path, size), reading, counts, skimmer, (told) => {
    packing.add(told);
    if (packing.isFull) handOver(false);
  });
  answer({ counts });
}

function handOver(isLast: boolean): void {
  const packed = packing.pack();
  answer({ packed, isLast }, [packed.bytes.buffer]);
}

function answer(one: Answer, transferred: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(one, transferred);
}
