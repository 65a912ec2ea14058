import { execFile } from 'node:child_process';
import { execPath } from 'node:process';
import { promisify } from 'node:util';

/** What `replay-apart.ts` prints. */
export interface Apart {
  /** Credentials. */
  readonly judged: number;
  readonly megabytes: number;
  /** By the clock: until all was read, and in all. */
  readonly reading: number;
  readonly seconds: number;
  /** Of all threads. */
  readonly processor: number;
}

/** A replay in a process of its own. */
export async function replayApart(folder: string, workers = 1): Promise<Apart> {
  const script = new URL('./replay-apart.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(execPath, [script, folder, String(workers)]);
  return JSON.parse(stdout);
}
