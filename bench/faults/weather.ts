import { type Instant, minute, second } from '../../core/model/instant.ts';
import type { ArrivedCall, Fault } from '../../simulator/aws/journal.ts';
import type { Random } from '../../simulator/random.ts';
import type { Scheduler } from './scheduler.ts';

/** What can go wrong with one call by chance. */
const faultKinds = [
  'throttled',
  'server error',
  'timed out before',
  'answer lost after',
  'arrives late',
  'store failed before',
  'store failed after',
  'notice failed',
] as const;
type Struck = (typeof faultKinds)[number];

/** All that goes wrong in some run, and what it is. */
export const faultsInjected = {
  throttled: 'AWS refuses a call as one too many',
  'server error': 'AWS answers a call with a 5xx',
  outage: 'AWS answers every write with a 5xx, for minutes',
  'timed out before': 'a call gets no answer and never arrived',
  'arrives late': 'a write gets no answer and arrives minutes later',
  'answer lost after': 'a write is carried out and its answer is lost',
  'stale read': 'AWS answers a read from before the last change',
  'store failed before': 'the store fails before it has done what was asked',
  'store failed after': 'the store fails once it has done what was asked',
  'notice failed': 'a notice cannot be delivered',
  crash: 'a process dies between two calls',
  stall: 'all processes stand still, up to a quarter of an hour',
  'skewed clock': 'a process has a clock that is wrong, up to ten minutes',
  redelivery: 'what was delivered is delivered again',
  'two workers': 'two processes are at one case at once',
} as const;
export type FaultKind = keyof typeof faultsInjected;

/** Operations that change something. */
export const writes = /^(Put|Delete|Attach|Detach)(User|Role)Policy$|^UpdateAccessKey$|^RotateSecret$/;

/**
 * How bad it gets in one run: half of the kinds are off, drawn anew for each run, since faults that are always on hide
 * each other; the rest have a rate of their own.
 */
export class Weather {
  readonly injected = new Map<FaultKind, number>();
  readonly #rates = new Map<Struck, number>();
  readonly #random: Random;
  readonly #scheduler: Scheduler;
  /** After so many writes AWS takes none for longer than anybody tries, so that it is left to the sweep. */
  #writesUntilOutage = Number.POSITIVE_INFINITY;
  #outUntil: Instant = 0;
  /** By how much clocks may be wrong, either way. */
  #skew = 0;

  constructor(random: Random, scheduler: Scheduler) {
    this.#random = random;
    this.#scheduler = scheduler;
    for (const kind of faultKinds) if (random.chance(0.5)) this.#rates.set(kind, 0.15 * random.next() ** 2);
    if (random.chance(0.4)) this.#writesUntilOutage = random.between(0, 3);
    if (random.chance(0.6)) scheduler.fates.crash = 0.02 * random.next();
    if (random.chance(0.4)) scheduler.fates.leap = 0.01 * random.next();
    if (random.chance(0.5)) this.#skew = random.pick([second, 30 * second, 10 * minute]);
  }

  /** By how much the clock of one process is wrong. */
  clockError(): number {
    if (this.#skew === 0) return 0;
    this.count('skewed clock');
    return this.#random.between(-this.#skew, this.#skew);
  }

  /** Writes are few among many reads, and what goes wrong with them is what matters: it does so more often. */
  strikes(kind: Struck, isWrite = false): boolean {
    const rate = (this.#rates.get(kind) ?? 0) * (isWrite ? 6 : 1);
    if (rate === 0 || !this.#random.chance(rate)) return false;
    this.count(kind);
    return true;
  }

  /** What AWS itself does to a call that reached it. */
  faultOfAws({ operation }: Pick<ArrivedCall, 'operation'>): Fault {
    const isWrite = writes.test(operation);
    if (this.strikes('throttled', isWrite)) return { throttle: true };
    if (isWrite && this.#isOut()) return { fail: 'ServiceUnavailable', status: 503 };
    if (this.strikes('server error', isWrite)) return { fail: 'ServiceFailure', status: 500 };
    return this.strikes('answer lost after', isWrite) ? 'apply-then-lose-answer' : 'pass';
  }

  clear(): void {
    this.#rates.clear();
    this.#writesUntilOutage = Number.POSITIVE_INFINITY;
    this.#outUntil = 0;
    this.#skew = 0;
    Object.assign(this.#scheduler.fates, { crash: 0, leap: 0 });
  }

  #isOut(): boolean {
    const { now } = this.#scheduler;
    if (this.#writesUntilOutage === 0) this.#outUntil = now + this.#random.between(1, 20) * minute;
    this.#writesUntilOutage -= 1;
    if (now >= this.#outUntil) return false;
    this.count('outage');
    return true;
  }

  count(kind: FaultKind): void {
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
  }
}
