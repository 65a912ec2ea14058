import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTimeOrder, type Told, toldIn, type Waiting } from '../../core/intake/told.ts';
import { hour } from '../../core/model/instant.ts';
import { Segment } from './segment.ts';

export interface Hour {
  readonly told: Told[];
  /** Uses that were delivered more than once. */
  readonly usesTwice: number;
}

/** Bytes of records that are held in memory before they move to disk. */
const heldAtMost = 100_663_296;

/** About the bytes of a record, but for texts of its own and what it shares with others. */
const recordWeight = 600;

/** The same for one that waits in parts. */
const waitingWeight = 160;

/**
 * Puts records that arrive in any order into order of time, however many there are: they are kept by the hour, moved to
 * disk whenever they are too many, and given back hour by hour. Memory is bounded by `limit` bytes and the busiest hour,
 * not by the input.
 */
export class Timeline {
  readonly #limit: number;
  readonly #held = new Map<number, (Told | Waiting)[]>();
  #weight = 0;
  /** Folder of what is on disk, once there is any. */
  #folder: string | null = null;
  readonly #segments: Segment[] = [];
  readonly #leave = (): void => this.close();

  constructor(limit = heldAtMost) {
    this.#limit = limit;
  }

  add(told: Told | Waiting): void {
    const key = Math.floor(told.at / hour);
    let held = this.#held.get(key);
    if (held === undefined) {
      held = [];
      this.#held.set(key, held);
    }
    held.push(told);
    this.#weight += weightOf(told);
    if (this.#weight >= this.#limit) this.#moveToDisk();
  }

  /** Each hour once, in order. What was given is forgotten. */
  *hours(): Generator<Hour> {
    const keys = [...this.#held.keys()].sort((a, b) => a - b);
    for (let key = this.#firstKey(keys[0]); key !== null; key = this.#firstKey(keys[0])) {
      const parts = this.#segments.filter(({ nextKey }) => nextKey === key).map((segment) => segment.take());
      const held = this.#held.get(key);
      if (held !== undefined) {
        parts.push(held);
        this.#held.delete(key);
        keys.shift();
      }
      yield inTimeOrder(parts.flat().map(toldIn));
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
    this.#weight = 0;
  }
}

function weightOf(one: Told | Waiting): number {
  if ('who' in one) return waitingWeight;
  const { use, testimony } = one;
  const { resource = null, policyArn = null } = use?.target ?? {};
  const own = (resource?.length ?? 0) + (policyArn?.length ?? 0);
  return recordWeight + own + (testimony === null ? 0 : JSON.stringify(testimony).length);
}
