import { accountIn, type Told, toldIn, type Waiting } from '../../core/intake/told.ts';
import { hour } from '../../core/model/instant.ts';
import { keptIn } from '../../core/model/kept.ts';
import type { Parts } from './parts.ts';
import { Rows } from './rows.ts';

/** What is known of one hour: rows as `Rows` gives them, and what fits no row. */
interface Held {
  readonly rows: Buffer;
  readonly told: readonly (Told | Waiting)[];
}

/** About the bytes of a record that fits no row, but for texts of its own and what it shares with others. */
const recordWeight = 600;

/** Records in memory, in any order, by the hour. */
export class Batch {
  readonly #rows: Rows;
  /** What fits no row. */
  readonly #others = new Map<number, (Told | Waiting)[]>();
  #weightOfOthers = 0;
  /** How many it was given. */
  length = 0;
  /** Whose records these are. */
  readonly accounts = new Set<string>();

  constructor(parts: Parts) {
    this.#rows = new Rows(parts);
  }

  /** Bytes in memory, about, but for the parts. */
  get weight(): number {
    return this.#rows.weight + this.#weightOfOthers;
  }

  add(one: Told | Waiting): void {
    this.length++;
    this.accounts.add(accountIn(one));
    if (this.#rows.add(one)) return;
    keptIn(this.#others, Math.floor(one.at / hour), () => []).push(one);
    this.#weightOfOthers += weightOf(one);
  }

  /** Its hours, in order. */
  get keys(): number[] {
    return [...new Set([...this.#rows.hours, ...this.#others.keys()])].sort((a, b) => a - b);
  }

  /** What it has of an hour; forgotten from then on. */
  take(key: number): Held {
    return { rows: this.#rows.take(key), told: this.#takeOthers(key) };
  }

  /** Adds it to `told` instead. */
  tell(key: number, told: Told[]): void {
    this.#rows.tell(key, told);
    for (const one of this.#takeOthers(key)) told.push(toldIn(one));
  }

  #takeOthers(key: number): readonly (Told | Waiting)[] {
    const others = this.#others.get(key) ?? [];
    this.#others.delete(key);
    return others;
  }
}

function weightOf(one: Told | Waiting): number {
  if ('who' in one) return recordWeight;
  const { resource = null, policyArn = null } = one.use?.target ?? {};
  return (
    recordWeight + (resource?.length ?? 0) + (policyArn?.length ?? 0) + (one.testimony === null ? 0 : recordWeight)
  );
}
