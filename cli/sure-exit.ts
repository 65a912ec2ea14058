import { setFlagsFromString } from 'node:v8';

/**
 * A process that is to end ends: while another thread compiles, that thread may wait for a collection that does not come any
 * more, and Node as it exits for that thread (nodejs/node#54918). Of starts that broke off at once with all compiled code at
 * hand, one in eight stood still; with the quickest of the compilers at work in this thread, none of ninety-six.
 */
export function exitSurely(): void {
  setFlagsFromString('--no-concurrent-sparkplug');
}
