import { type Instant, minute, second } from '../../core/model/instant.ts';
import type { Random } from '../../simulator/random.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Weather } from './weather.ts';

type Work = (process: Process) => Promise<void>;

/** Work that comes again until it is done, whatever happens to the process that is at it. */
export class Deliveries {
  readonly unfinished = new Set<string>();
  /** Processes that are at work, and on what. */
  readonly #alive = new Map<string, string>();
  readonly #scheduler: Scheduler;
  readonly #weather: Weather;
  readonly #random: Random;
  readonly #note: (line: string) => void;
  #runs = 0;

  constructor(scheduler: Scheduler, weather: Weather, random: Random, note: (line: string) => void) {
    this.#scheduler = scheduler;
    this.#weather = weather;
    this.#random = random;
    this.#note = note;
  }

  /** To be begun at that time, with so much time for each try. */
  add(name: string, at: Instant, time: number, work: Work): void {
    this.#runs += 1;
    this.unfinished.add(name);
    const known = `${name} #${this.#runs}`;
    const about = caseIn(name);
    const again = () => {
      this.#weather.count('redelivery');
      this.#alive.delete(known);
      this.add(name, this.#scheduler.now + this.#random.between(30 * second, 10 * minute), time, work);
    };
    this.#scheduler.spawn(known, at, async () => {
      if ([...this.#alive.values()].includes(about)) this.#weather.count('two workers');
      this.#alive.set(known, about);
      const process: Process = { name: known, deadline: this.#scheduler.now + time, onDeath: again };
      try {
        await work(process);
        this.unfinished.delete(name);
        this.#alive.delete(known);
      } catch (error) {
        this.#note(`${this.#scheduler.now} ${known}: ${String(error)}`);
        again();
      }
    });
  }
}

/** `respond d_1f2e 0` and `restore o_1f2e` are about the same; a sweep is about everything, and by itself. */
function caseIn(name: string): string {
  const [, id = name] = /^(?:respond d|restore o)_(\w+)/.exec(name) ?? [];
  return id;
}
