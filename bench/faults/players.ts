import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Run } from './run.ts';

/** Plays every seed, on so many threads, and hands over each run as it ends: the threads share nothing, so the runs are the same as on one. */
export async function playAll(from: number, runs: number, threads: number, take: (run: Run) => void): Promise<void> {
  let next = from;
  async function playOn(player: Worker): Promise<void> {
    while (next < from + runs) {
      player.postMessage(next++);
      const [run]: Run[] = await once(player, 'message');
      if (run !== undefined) take(run);
    }
  }
  const players = Array.from(
    { length: Math.min(threads, runs) },
    () => new Worker(new URL('./player.ts', import.meta.url)),
  );
  await Promise.all(players.map(playOn));
  await Promise.all(players.map((player) => player.terminate()));
}
