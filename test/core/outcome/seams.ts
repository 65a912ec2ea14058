import type { RespondPorts } from '../../../core/outcome/ports.ts';

export class Crash extends Error {}

/** Called before and after every call of a port, with its name. */
export type Seam = (name: string) => Promise<void> | void;

/** The same ports, with a seam before and after every awaited call. */
export function withSeams(ports: RespondPorts, seam: Seam): RespondPorts {
  return {
    worker: ports.worker,
    clock: { now: ports.clock.now, sleep: ports.clock.sleep },
    store: seamed(ports.store, 'store', seam),
    executor: seamed(ports.executor, 'executor', seam),
    ledger: seamed(ports.ledger, 'ledger', seam),
    notifier: seamed(ports.notifier, 'notifier', seam),
  };
}

function seamed<T extends object>(port: T, name: string, seam: Seam): T {
  const entries = Object.entries(port).map(([method, call]) => [
    method,
    async (...given: unknown[]) => {
      await seam(`before ${name}.${method}`);
      const result = await call(...given);
      await seam(`after ${name}.${method}`);
      return result;
    },
  ]);
  return Object.fromEntries(entries) as T;
}

/** Dies at the `n`th seam, counted from 0, and at every one after it, as a process does. */
export function dyingAt(n: number): Seam {
  let passed = 0;
  return () => {
    passed += 1;
    if (passed > n) throw new Crash();
  };
}

/** Dies once this port call has been made, before anyone learns of it. */
export function dyingAfter(call: string): Seam {
  return (name) => {
    if (name === `after ${call}`) throw new Crash();
  };
}
