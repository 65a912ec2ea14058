import type { ArrivedCall, Fault } from '../../simulator/aws/journal.ts';
import type { Random } from '../../simulator/random.ts';
import type { Scheduler } from './scheduler.ts';

/** What can go wrong with one call, beyond crashes and stalls. */
export const faultKinds = [
  'throttled',
  'server error',
  'timed out before',
  'answer lost after',
  'arrives late',
  'store failed before',
  'store failed after',
  'notice failed',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Operations that change something. */
export const writes = /^(Put|Delete|Attach|Detach)(User|Role)Policy$|^UpdateAccessKey$|^RotateSecret$/;

/**
 * How bad it gets in one run: half of the kinds are off, drawn anew for each run, since faults that are always on hide
 * each other; the rest have a rate of their own.
 */
export class Weather {
  readonly injected = new Map<FaultKind, number>();
  readonly #rates = new Map<FaultKind, number>();
  readonly #random: Random;

  constructor(random: Random, scheduler: Scheduler) {
    this.#random = random;
    for (const kind of faultKinds) if (random.chance(0.5)) this.#rates.set(kind, 0.15 * random.next() ** 2);
    if (random.chance(0.6)) scheduler.fates.crash = 0.02 * random.next();
    if (random.chance(0.4)) scheduler.fates.leap = 0.01 * random.next();
  }

  /** Writes are few among many reads, and what goes wrong with them is what matters: it does so more often. */
  strikes(kind: FaultKind, isWrite = false): boolean {
    const rate = (this.#rates.get(kind) ?? 0) * (isWrite ? 6 : 1);
    if (rate === 0 || !this.#random.chance(rate)) return false;
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
    return true;
  }

  /** What AWS itself does to a call that reached it. */
  faultOfAws({ operation }: Pick<ArrivedCall, 'operation'>): Fault {
    const isWrite = writes.test(operation);
    if (this.strikes('throttled', isWrite)) return { throttle: true };
    if (this.strikes('server error', isWrite)) return { fail: 'ServiceFailure', status: 500 };
    return this.strikes('answer lost after', isWrite) ? 'apply-then-lose-answer' : 'pass';
  }

  clear(scheduler: Scheduler): void {
    this.#rates.clear();
    Object.assign(scheduler.fates, { crash: 0, leap: 0 });
  }
}
