import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { accountIn, inTimeOrder, type Told, toldIn, type Waiting } from '../../core/intake/told.ts';
import { hour } from '../../core/model/instant.ts';
import { keptIn } from '../../core/model/kept.ts';
import { makeTemporaryFolder } from './disk-file.ts';
import { type Part, Parts } from './parts.ts';
import { Rows, tellRows } from './rows.ts';
import { type Held, Segment } from './segment.ts';

export interface Hour {
  readonly told: Told[];
  /** Uses that were delivered more than once. */
  readonly usesTwice: number;
}

/** Bytes of records that are held in memory before they move to disk. */
const heldAtMost = 50_331_648;

/** About the bytes of a record that fits no row, but for texts of its own and what it shares with others. */
const recordWeight = 600;

/**
 * Puts records that arrive in any order into order of time, however many there are: they are kept by the hour, moved to
 * disk whenever they are too many, and given back hour by hour. Memory is bounded by `limit` bytes and the busiest hour,
 * not by the input.
 */
export class Timeline {
  readonly #limit: number;
  readonly #parts = new Parts();
  #rows = new Rows(this.#parts);
  /** What fits no row. */
  readonly #others = new Map<number, (Told | Waiting)[]>();
  #weightOfOthers = 0;
  /** How many records it was given. */
  #length = 0;
  /** Whose records these are. */
  readonly accounts = new Set<string>();
  /** Folder of what is on disk, once there is any. */
  #folder: string | null = null;
  readonly #segments: Segment[] = [];
  readonly #leave = (): void => this.close();

  constructor(limit = heldAtMost) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  add(told: Told | Waiting): void {
    this.#length++;
    this.accounts.add(accountIn(told));
    if (!this.#rows.add(told)) {
      keptIn(this.#others, Math.floor(told.at / hour), () => []).push(told);
      this.#weightOfOthers += weightOf(told);
    }
    this.#makeRoom();
  }

  /** Under which number rows may name it from now on. */
  readonly numberOf = (part: Part): number => {
    if ('credential' in part) this.accounts.add(part.credential.accountId);
    return this.#parts.numberOf(part);
  };

  /** Adds rows that were made elsewhere: `here` holds this timeline's numbers of their parts. */
  addRows(rows: Buffer, here: readonly number[]): void {
    this.#length += this.#rows.addAll(rows, here);
    this.#makeRoom();
  }

  #makeRoom(): void {
    if (this.#parts.weight >= this.#limit) this.#parts.moveToDisk(this.#fileCalled('parts'));
    if (this.#rows.weight + this.#weightOfOthers >= this.#limit) this.#moveToDisk();
  }

  /** Each hour once, in order. What was given is forgotten. */
  *hours(): Generator<Hour> {
    const held = this.#held();
    let inMemory = held.next().value;
    for (;;) {
      const key = this.#firstKey(inMemory?.key);
      if (key === null) return;
      const told: Told[] = [];
      for (const segment of this.#segments) if (segment.nextKey === key) segment.take(this.#parts, told);
      if (inMemory?.key === key) {
        tellRows(inMemory.rows, this.#parts, told);
        for (const one of inMemory.told) told.push(toldIn(one));
        inMemory = held.next().value;
      }
      yield inTimeOrder(told);
    }
  }

  /** What is in memory, hour by hour in order; what was given is forgotten. */
  *#held(): Generator<Held, undefined> {
    const keys = new Set([...this.#rows.hours, ...this.#others.keys()]);
    for (const key of [...keys].sort((a, b) => a - b)) {
      const told = this.#others.get(key) ?? [];
      this.#others.delete(key);
      yield { key, rows: this.#rows.take(key), told };
    }
  }

  /** Removes what is on disk. */
  close(): void {
    for (const segment of this.#segments.splice(0)) segment.close();
    this.#parts.close();
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
    this.#segments.push(new Segment(this.#fileCalled(String(this.#segments.length)), this.#held()));
    this.#rows = new Rows(this.#parts);
    this.#weightOfOthers = 0;
  }

  #fileCalled(name: string): string {
    if (this.#folder === null) {
      this.#folder = makeTemporaryFolder('rescind-timeline-');
      // Records of somebody's account must not outlive the run, however it ends.
      process.once('exit', this.#leave);
    }
    return join(this.#folder, name);
  }
}

function weightOf(one: Told | Waiting): number {
  if ('who' in one) return recordWeight;
  const { resource = null, policyArn = null } = one.use?.target ?? {};
  return (
    recordWeight + (resource?.length ?? 0) + (policyArn?.length ?? 0) + (one.testimony === null ? 0 : recordWeight)
  );
}
