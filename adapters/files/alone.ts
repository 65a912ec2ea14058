import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { second } from '../../core/model/instant.ts';

/** Longer than any writer takes: a lock that is older was left by one that was killed. */
const abandonedAfter = 10 * second;
const pause = 20;

/** Does it while nobody else who asks does anything to the file: two changes at once are made one after the other. */
export function alone<T>(path: string, act: () => T): T {
  const lock = `${path}.lock`;
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  try {
    return act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - made > abandonedAfter) rmSync(lock, { force: true });
    return false;
  }
}
