import { Worker } from 'node:worker_threads';
import type { Part } from '../../adapters/timeline/parts.ts';
import { waitingIn } from '../../adapters/timeline/rows.ts';
import type { Told, Waiting } from '../../core/intake/told.ts';
import { keptIn } from '../../core/model/kept.ts';
import type { ReadAnswer, ReadOrder } from './read-worker.ts';
import { addCounts, type ReplaySummary } from './summary.ts';

/** Threads that read files and make uses of their records. What they tell comes in any order: the timeline sorts it. */
export class ReadWorkers {
  readonly #workers: readonly Worker[];
  readonly #idle: Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];
  /** What the numbers in each worker's rows stand for. */
  readonly #parts = new Map<Worker, Part[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #summary: ReplaySummary;
  readonly #take: (told: Told | Waiting) => void;

  constructor(count: number, summary: ReplaySummary, take: (told: Told | Waiting) => void) {
    this.#workers = Array.from({ length: count }, () => new Worker(new URL('./read-worker.ts', import.meta.url)));
    this.#idle = [...this.#workers];
    this.#summary = summary;
    this.#take = take;
  }

  /** Resolves once a worker has begun with the file. */
  async read(order: ReadOrder): Promise<void> {
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((free) => this.#waiting.push(free)));
    const reading = this.#readWith(worker, order);
    this.#running.add(reading);
    // Failures are thrown by `finish`; until then they must not count as unheard.
    reading.catch(() => {});
  }

  async finish(): Promise<void> {
    await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #readWith(worker: Worker, order: ReadOrder): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const hear = ({ rows, parts, first, told, counts }: ReadAnswer) => {
      const known = keptIn(this.#parts, worker, () => []);
      known.splice(first, known.length, ...parts);
      const at = (number: number) => known[number] as Part;
      for (const one of waitingIn(Buffer.from(rows.buffer), { at })) this.#take(one);
      for (const one of told) this.#take(one);
      if (counts === null) return;
      addCounts(this.#summary, counts);
      worker.off('message', hear);
      worker.off('error', fail);
      this.#release(worker);
      resolve();
    };
    const fail = (error: Error) => {
      reject(error);
      // Whoever waits for a worker must not wait for a dead one for ever.
      for (const waiting of this.#waiting.splice(0)) waiting(worker);
    };
    worker.on('message', hear).on('error', fail);
    worker.postMessage(order);
    return promise;
  }

  #release(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }
}
