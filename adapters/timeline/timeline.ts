import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { hour } from '../../core/model/instant.ts';

export interface Hour {
  readonly told: Told[];
  /** Uses that were delivered more than once. */
  readonly usesTwice: number;
}

/** Records held in memory before they move to disk, about 250 MB. */
const heldAtMost = 200_000;

/**
 * Puts records that arrive in any order into order of time, however many there are: they are kept by the hour, on disk once
 * they are too many, and given back hour by hour. Memory is bounded by the busiest hour, not by the input.
 */
export class Timeline {
  readonly #limit: number;
  readonly #held = new Map<number, Told[]>();
  #count = 0;
  /** Folder of the hours on disk, once there are any. */
  #folder: string | null = null;
  readonly #onDisk = new Set<number>();
  readonly #leave = (): void => this.close();

  constructor(limit = heldAtMost) {
    this.#limit = limit;
  }

  add(told: Told): void {
    const key = Math.floor(told.at / hour);
    const kept = this.#held.get(key);
    if (kept === undefined) this.#held.set(key, [told]);
    else kept.push(told);
    if (++this.#count >= this.#limit) this.#moveToDisk();
  }

  /** Each hour once, in order. What was given is forgotten. */
  *hours(): Generator<Hour> {
    const keys = [...new Set([...this.#held.keys(), ...this.#onDisk])].sort((a, b) => a - b);
    for (const key of keys) {
      const told = [...this.#fromDisk(key), ...(this.#held.get(key) ?? [])];
      this.#held.delete(key);
      yield inTimeOrder(told);
    }
  }

  /** Removes what is on disk. */
  close(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
    process.off('exit', this.#leave);
  }

  #moveToDisk(): void {
    if (this.#folder === null) {
      this.#folder = mkdtempSync(join(tmpdir(), 'rescind-timeline-'));
      // Records of somebody's account must not outlive the run, however it ends.
      process.once('exit', this.#leave);
    }
    for (const [key, told] of this.#held) {
      const chunk = serialize(told);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(chunk.length);
      appendFileSync(this.#path(key), Buffer.concat([length, chunk]), { mode: 0o600 });
      this.#onDisk.add(key);
    }
    this.#held.clear();
    this.#count = 0;
  }

  #fromDisk(key: number): Told[] {
    if (!this.#onDisk.has(key)) return [];
    const bytes = readFileSync(this.#path(key));
    const told: Told[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at);
      for (const one of deserialize(bytes.subarray(at + 4, at + 4 + length)) as Told[]) told.push(one);
      at += 4 + length;
    }
    return told;
  }

  #path(key: number): string {
    return join(this.#folder ?? '', String(key));
  }
}
