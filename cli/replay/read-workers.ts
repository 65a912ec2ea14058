import { Worker } from 'node:worker_threads';
import type { Timeline } from '../../adapters/timeline/timeline.ts';
import type { Answer, Asked, ReadOrder } from './read-worker.ts';
import { addCounts, type ReplaySummary } from './summary.ts';

/** So many files wait for each thread, so that it need not wait for this one, which reads, too. */
const ahead = 4;

/** Bytes that each thread holds before it hands them over. */
const heldAtMost = 16_777_216;

/** Other threads that read files and make uses of their records. What they tell comes in any order: the timeline sorts it. */
export class ReadWorkers {
  readonly #workers: readonly ReadWorker[];
  readonly #finished = Promise.withResolvers<void>();
  #failure: Error | null = null;

  /** `held`: bytes, after which a thread hands over what it holds. */
  constructor(count: number, summary: ReplaySummary, timeline: Timeline, held = heldAtMost) {
    const hear = (thread: ReadWorker, answer: Answer) => {
      if ('counts' in answer) addCounts(summary, answer.counts);
      else timeline.join(thread, answer.packed);
      this.#settle();
    };
    const fail = (error: Error) => {
      this.#failure ??= error;
      this.#finished.reject(error);
    };
    this.#workers = Array.from({ length: count }, () => new ReadWorker(held, hear, fail));
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

  /** Resolves once all that was given is read and handed over; rejects where `offer` would throw. */
  finish(): Promise<void> {
    for (const worker of this.#workers) worker.finish();
    this.#settle();
    return this.#finished.promise;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  #settle(): void {
    if (this.#workers.every(({ isDone }) => isDone)) this.#finished.resolve();
  }
}

class ReadWorker {
  readonly #thread: Worker;
  /** Files that it has not finished. */
  given = 0;
  /** It was given nothing, or has handed over all that it held when it was asked for it. */
  isDone = true;

  constructor(held: number, hear: (thread: ReadWorker, answer: Answer) => void, fail: (error: Error) => void) {
    this.#thread = new Worker(new URL('./read-worker.ts', import.meta.url), { workerData: held });
    this.#thread.on('error', fail).on('message', (answer: Answer) => {
      if ('counts' in answer) this.given--;
      else this.isDone = answer.isLast;
      try {
        hear(this, answer);
      } catch (error) {
        // Thrown here, it would end the process without a word.
        fail(error as Error);
      }
    });
  }

  read(order: ReadOrder): void {
    this.given++;
    this.isDone = false;
    this.#ask(order);
  }

  finish(): void {
    if (!this.isDone) this.#ask('hand over');
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  #ask(asked: Asked): void {
    this.#thread.postMessage(asked);
  }
}
