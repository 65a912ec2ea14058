import { setFlagsFromString } from 'node:v8';

/**
 * What is done with is collected once the heap has grown by half since it last was: left to itself, it grows fourfold, and
 * a long replay takes ever more memory that it does not need. Said before the work begins, for this process and its threads.
 */
export function keepHeapTight(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
