import { parentPort } from 'node:worker_threads';
import { playRun } from './run.ts';

/** A thread that plays the seeds it is given, one after the other. */
parentPort?.on('message', async (seed: number) => {
  parentPort?.postMessage(await playRun(seed));
});
