import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * What is done with is collected once the heap has grown by half since it last was: left to itself, it grows fourfold, and
 * a long replay takes ever more memory that it does not need. And what lives shortly begins among what does: V8 moves whatever
 * a loop makes to what lives long, once it has met some that did, and a replay's uses do not. Said before the work begins, for this
 * process and its threads.
 */
export function keepHeapTight(): void {
  setFlagsFromString('--heap-growing-percent=50');
  setFlagsFromString('--no-allocation-site-pretenuring');
}

/** Shares of what the heap may grow to: where it is worth a look, and where what is alive leaves no room for the rest of the work. */
const worthALook = 0.85;
const tooFull = 0.75;

/** Asked now and then, before V8 ends the process without a word of what to do. Nearly always it takes a few microseconds. */
export function isHeapFull(): boolean {
  if (shareInUse() < worthALook) return false;
  collect();
  return shareInUse() > tooFull;
}

/** Of the limit that V8 tells, what is only for things that live shortly. */
const young = 192 * 1_048_576;

/** Bytes that what lives longer may grow to. */
export function heapLimit(): number {
  return getHeapStatistics().heap_size_limit - young;
}

function shareInUse(): number {
  return getHeapStatistics().used_heap_size / heapLimit();
}

/** Only what is not collected any more is in the way. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  gc();
}
