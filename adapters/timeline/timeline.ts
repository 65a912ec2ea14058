import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { hour } from '../../core/model/instant.ts';
import { Exemplars, weightOf } from './exemplars.ts';
import { emptyHeld, type Held, hold, toldIn } from './held.ts';
import { Segment } from './segment.ts';

export interface Hour {
  readonly told: Told[];
  /** Uses that were delivered more than once. */
  readonly usesTwice: number;
}

/** Bytes of records that are held in memory before they move to disk. */
const heldAtMost = 100_663_296;

/** An id, a time and two references. */
const recordWeight = 96;

/**
 * Puts records that arrive in any order into order of time, however many there are: they are kept by the hour, moved to
 * disk whenever they are too many, and given back hour by hour. Memory is bounded by `limit` bytes and the busiest hour,
 * not by the input.
 */
export class Timeline {
  readonly #limit: number;
  readonly #exemplars = new Exemplars();
  readonly #held = new Map<number, Held>();
  #weight = 0;
  /** Folder of what is on disk, once there is any. */
  #folder: string | null = null;
  readonly #segments: Segment[] = [];
  readonly #leave = (): void => this.close();

  constructor(limit = heldAtMost) {
    this.#limit = limit;
  }

  add(told: Told): void {
    const key = Math.floor(told.at / hour);
    let held = this.#held.get(key);
    if (held === undefined) {
      held = emptyHeld();
      this.#held.set(key, held);
    }
    const exemplar = this.#exemplars.standingFor(told);
    hold(held, told, exemplar);
    this.#weight += recordWeight + (exemplar === told ? weightOf(told) : 0);
    if (this.#weight >= this.#limit) this.#moveToDisk();
  }

  /** Each hour once, in order. What was given is forgotten. */
  *hours(): Generator<Hour> {
    this.#exemplars.clear();
    const keys = [...this.#held.keys()].sort((a, b) => a - b);
    for (let key = this.#firstKey(keys[0]); key !== null; key = this.#firstKey(keys[0])) {
      const parts = this.#segments.filter(({ nextKey }) => nextKey === key).map((segment) => toldIn(segment.take()));
      const held = this.#held.get(key);
      if (held !== undefined) {
        parts.push(toldIn(held));
        this.#held.delete(key);
        keys.shift();
      }
      yield inTimeOrder(parts.flat());
    }
  }

  /** Removes what is on disk. */
  close(): void {
    for (const segment of this.#segments.splice(0)) segment.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
    process.off('exit', this.#leave);
  }

  #firstKey(inMemory: number | undefined): number | null {
    const next = this.#segments.flatMap(({ nextKey }) => nextKey ?? []);
    const first = Math.min(inMemory ?? Number.POSITIVE_INFINITY, ...next);
    return Number.isFinite(first) ? first : null;
  }

  #moveToDisk(): void {
    if (this.#folder === null) {
      this.#folder = mkdtempSync(join(tmpdir(), 'rescind-timeline-'));
      // Records of somebody's account must not outlive the run, however it ends.
      process.once('exit', this.#leave);
    }
    const hours = [...this.#held].sort(([a], [b]) => a - b);
    this.#segments.push(new Segment(join(this.#folder, String(this.#segments.length)), hours));
    this.#held.clear();
    this.#exemplars.clear();
    this.#weight = 0;
  }
}
