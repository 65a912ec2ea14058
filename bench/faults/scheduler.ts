import type { Instant } from '../../core/model/instant.ts';
import type { Random } from '../../simulator/random.ts';

/** One run of a program: what it holds in memory is gone once it crashes. */
export interface Process {
  readonly name: string;
  /** It is stopped then, as AWS stops a function. */
  readonly deadline: Instant;
  /** Called once it is dead; null for what never dies. */
  readonly onDeath: (() => void) | null;
}

interface Waiting {
  readonly name: string;
  readonly wakeAt: Instant;
  readonly resume: () => void;
  /** Of the network: it does not stand still with us. */
  readonly isUnderWay: boolean;
}

/** Twenty times what an ordinary run takes; in long outages one of some thousands takes six times as much and rests all the same. */
const mostSteps = 40_000;

/** What chance does to processes; 0 to 1 at each point. */
export interface Fates {
  /** Dies here. */
  crash: number;
  /** Everything stands still for a while. */
  leap: number;
}

/**
 * A virtual clock, and processes of which one runs at a time. Each `point` is a place where any other may go on, where
 * the clock may leap and where the process may die: then it is never resumed. The same seed makes the same run.
 */
export class Scheduler {
  now: Instant;
  steps = 0;
  crashes = 0;
  leaps = 0;
  readonly fates: Fates = { crash: 0, leap: 0 };
  readonly #random: Random;
  readonly #drag: number;
  #waiting: Waiting[] = [];
  #yielded: () => void = () => {};
  /** Inside the SDK, which may load a module on the way: not to be taken for idle. */
  readonly #inside = new Map<Process, number>();

  /** A step may take up to `drag` milliseconds. */
  constructor(start: Instant, random: Random, drag = 50) {
    this.now = start;
    this.#random = random;
    this.#drag = drag;
  }

  /** Starts at `at`, or as soon as chance has it; errors of `work` are for `work` to handle. */
  spawn(name: string, at: Instant, work: () => Promise<void>): void {
    const resume = () => void work().finally(() => this.#yielded());
    this.#waiting.push({ name, wakeAt: at, resume, isUnderWay: false });
  }

  /** Arrives at `at` to the millisecond, even if every process of ours stands still. */
  arrive(name: string, at: Instant, work: () => Promise<void>): void {
    const resume = () => void work().finally(() => this.#yielded());
    this.#waiting.push({ name, wakeAt: at, resume, isUnderWay: true });
  }

  point(process: Process, wakeAt: Instant = this.now): Promise<void> {
    const wasInside = this.#inside.has(process);
    if (wasInside) this.#count(process, -1);
    return new Promise((resolve) => {
      const resume = () => {
        if (wasInside) this.#count(process, 1);
        resolve();
      };
      if (process.onDeath !== null && this.#dies(process)) process.onDeath();
      else this.#waiting.push({ name: process.name, wakeAt, resume, isUnderWay: false });
      this.#yielded();
    });
  }

  /** For calls that do more than wait for their points. */
  async inside<T>(process: Process, call: () => Promise<T>): Promise<T> {
    this.#count(process, 1);
    try {
      return await call();
    } finally {
      this.#count(process, -1);
    }
  }

  #count(process: Process, more: 1 | -1): void {
    const calls = (this.#inside.get(process) ?? 0) + more;
    if (calls > 0) this.#inside.set(process, calls);
    else this.#inside.delete(process);
  }

  /** False once so much has happened that it will never come to rest. */
  get isSane(): boolean {
    return this.steps < mostSteps;
  }

  /** Until nothing is due before `until`; `afterStep` hears who went on. */
  async run(until: Instant, afterStep: (name: string) => void): Promise<void> {
    while (this.isSane) {
      const soonest = this.#waiting.reduce((least, { wakeAt }) => Math.min(least, wakeAt), Number.POSITIVE_INFINITY);
      if (soonest > until) break;
      this.now = Math.max(this.now, soonest);
      const ready = this.#waiting.filter(({ wakeAt }) => wakeAt <= this.now);
      const next = ready.find(({ isUnderWay }) => isUnderWay) ?? this.#random.pick(ready);
      if (!next.isUnderWay) await this.#pass(afterStep);
      await this.#go(next, afterStep);
    }
    this.now = Math.max(this.now, until);
  }

  async #go(next: Waiting, afterStep: (name: string) => void): Promise<void> {
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.steps += 1;
    await new Promise<void>((yielded) => {
      this.#yielded = yielded;
      next.resume();
      this.#whenIdle(yielded);
    });
    afterStep(next.name);
  }

  /** A process that waits for several calls at once reaches no point when the first of them comes back. */
  #whenIdle(then: () => void): void {
    setImmediate(() => (this.#inside.size > 0 ? this.#whenIdle(then) : setImmediate(then)));
  }

  /** Time goes by, a little or a lot; what is under way meanwhile arrives in between. */
  async #pass(afterStep: (name: string) => void): Promise<void> {
    let then = this.now + this.#random.between(0, this.#drag);
    if (this.#random.chance(this.fates.leap)) {
      this.leaps += 1;
      then += this.#random.between(1_000, 15 * 60_000);
    }
    for (;;) {
      const due = this.#waiting.filter(({ isUnderWay, wakeAt }) => isUnderWay && wakeAt <= then);
      const [first] = due.toSorted((a, b) => a.wakeAt - b.wakeAt);
      if (first === undefined) break;
      this.now = Math.max(this.now, first.wakeAt);
      await this.#go(first, afterStep);
    }
    this.now = then;
  }

  #dies({ deadline }: Process): boolean {
    if (this.now <= deadline && !this.#random.chance(this.fates.crash)) return false;
    this.crashes += 1;
    return true;
  }
}
