import { Worker } from 'node:worker_threads';
import type { Timeline } from '../../adapters/timeline/timeline.ts';
import type { ReadAnswer, ReadOrder } from './read-worker.ts';
import { addCounts, type ReplaySummary } from './summary.ts';

/** So many files wait for each thread, so that it need not wait for this one, which reads, too. */
const ahead = 4;

/** Other threads that read files and make uses of their records. What they tell comes in any order: the timeline sorts it. */
export class ReadWorkers {
  readonly #workers: readonly ReadWorker[];
  readonly #finished = Promise.withResolvers<void>();
  #isAllGiven = false;
  #failure: Error | null = null;

  /** `mostParts`: beyond so many, a thread numbers parts anew. */
  constructor(count: number, summary: ReplaySummary, timeline: Timeline, mostParts = 65_536) {
    const finish = (counts: ReplaySummary) => {
      addCounts(summary, counts);
      this.#settle();
    };
    const fail = (error: Error) => {
      this.#failure ??= error;
      this.#finished.reject(error);
    };
    this.#workers = Array.from({ length: count }, () => new ReadWorker(timeline, mostParts, finish, fail));
    // A failure is thrown by `finish`; until then it must not count as unheard.
    this.#finished.promise.catch(() => {});
  }

  /** False where all have enough to do. Throws what a thread died of, or why the timeline takes no more. */
  offer(order: ReadOrder): boolean {
    if (this.#failure !== null) throw this.#failure;
    const free = this.#workers.find(({ given }) => given < ahead);
    free?.read(order);
    return free !== undefined;
  }

  /** Resolves once all that was given is read; rejects where `offer` would throw. */
  finish(): Promise<void> {
    this.#isAllGiven = true;
    this.#settle();
    return this.#finished.promise;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  #settle(): void {
    if (this.#isAllGiven && this.#workers.every(({ given }) => given === 0)) this.#finished.resolve();
  }
}

class ReadWorker {
  readonly #thread: Worker;
  readonly #timeline: Timeline;
  /** The timeline's number of each part that the thread's rows name. */
  readonly #numbers: number[] = [];
  /** Files that it has not finished. */
  given = 0;

  constructor(
    timeline: Timeline,
    mostParts: number,
    finish: (counts: ReplaySummary) => void,
    fail: (error: Error) => void,
  ) {
    this.#timeline = timeline;
    this.#thread = new Worker(new URL('./read-worker.ts', import.meta.url), { workerData: mostParts });
    this.#thread.on('error', fail).on('message', (answer: ReadAnswer) => {
      try {
        this.#hear(answer);
      } catch (error) {
        // Thrown here, it would end the process without a word.
        fail(error as Error);
      }
      if (answer.counts === null) return;
      this.given--;
      finish(answer.counts);
    });
  }

  read(order: ReadOrder): void {
    this.given++;
    this.#thread.postMessage(order);
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  #hear({ rows, parts, first, told }: ReadAnswer): void {
    this.#numbers.length = first;
    for (const part of parts) this.#numbers.push(this.#timeline.numberOf(part));
    this.#timeline.addRows(Buffer.from(rows.buffer), this.#numbers);
    for (const one of told) this.#timeline.add(one);
  }
}
