import { inTimeOrder, type Told, type Waiting } from '../../core/intake/told.ts';
import { Batch } from './batch.ts';
import type { Packed } from './packing.ts';
import { Pages, PagesRead, type Source } from './pages.ts';
import { Parts } from './parts.ts';
import { bytesOf, type Placed, Segment } from './segment.ts';
import { Spill } from './spill.ts';

export interface Hour {
  readonly told: Told[];
  /** Uses that were delivered more than once. */
  readonly usesTwice: number;
}

/** Bytes of records that are held in memory before they move to disk. */
const heldAtMost = 50_331_648;

/** Bytes of pages that came back from disk. */
const readAtMost = 33_554_432;

/**
 * Puts records that arrive in any order into order of time, however many there are: they are kept by the hour, moved to
 * disk whenever they are too many, and given back hour by hour. Memory is bounded by `limit` bytes and the busiest hour,
 * not by the input.
 */
export class Timeline {
  readonly #limit: number;
  readonly #pagesRead = new PagesRead(readAtMost);
  readonly #parts = new Parts(this.#pagesRead);
  #batch = new Batch(this.#parts);
  /** What is in no batch any more. */
  readonly #placed: Placed[] = [];
  /** Bytes from other threads that are in memory. */
  #weightOfPacked = 0;
  /** By thread, of whom its packs name the parts. */
  readonly #pages = new Map<object, Pages>();
  #spill: Spill | null = null;
  /** How many records it was given that are in no batch any more, and whose. */
  #length = 0;
  readonly #accounts = new Set<string>();

  constructor(limit = heldAtMost) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length + this.#batch.length;
  }

  /** Whose records these are. */
  get accounts(): ReadonlySet<string> {
    return new Set([...this.#accounts, ...this.#batch.accounts]);
  }

  add(told: Told | Waiting): void {
    this.#batch.add(told);
    if (this.#parts.weight >= this.#limit) this.#parts.moveTo(this.#spilling());
    if (this.#batch.weight + this.#weightOfPacked >= this.#limit) this.#moveToDisk();
  }

  /** Adds what another thread packed. Its packs come in order. */
  join(thread: object, { bytes, pages: lengths, first, parts, ...given }: Packed): void {
    this.#note(given);
    const pages = first === 0 ? new Pages(this.#pagesRead) : (this.#pages.get(thread) as Pages);
    this.#pages.set(thread, pages);
    const [source, start] = this.#place(Buffer.from(bytes.buffer));
    pages.add(source, start, lengths, parts);
    const hours = lengths.reduce((at, length) => at + length, start);
    this.#placed.push({ source, start: hours, end: start + bytes.length, partAt: pages.at });
  }

  /** Each hour once, in order. What was given is forgotten. */
  *hours(): Generator<Hour> {
    this.#spill?.flush();
    const segments = this.#placed.splice(0).map((placed) => new Segment(placed));
    const held = this.#batch.keys.values();
    let next = held.next().value;
    for (;;) {
      const key = firstKey(segments, next);
      if (key === null) return;
      const told: Told[] = [];
      for (const segment of segments) if (segment.nextKey === key) segment.take(told);
      if (next === key) {
        this.#batch.tell(key, told);
        next = held.next().value;
      }
      yield inTimeOrder(told);
    }
  }

  /** Removes what is on disk. */
  close(): void {
    this.#spill?.close();
    this.#spill = null;
  }

  #spilling(): Spill {
    this.#spill ??= new Spill();
    return this.#spill;
  }

  #moveToDisk(): void {
    const spill = this.#spilling();
    const start = spill.length;
    for (const bytes of bytesOf(this.#batch)) spill.write(bytes);
    this.#placed.push({ source: spill, start, end: spill.length, partAt: this.#parts.at });
    this.#note(this.#batch);
    this.#batch = new Batch(this.#parts);
  }

  /** Half of the memory is for what other threads hand over; what is more moves on to disk. */
  #place(bytes: Buffer): [source: Source, start: number] {
    if (this.#weightOfPacked + bytes.length <= this.#limit / 2) {
      this.#weightOfPacked += bytes.length;
      return [inMemory(bytes), 0];
    }
    const spill = this.#spilling();
    const start = spill.length;
    spill.write(bytes);
    return [spill, start];
  }

  #note({ length, accounts }: Pick<Packed, 'length' | 'accounts'>): void {
    this.#length += length;
    for (const account of accounts) this.#accounts.add(account);
  }
}

function inMemory(bytes: Buffer): Source {
  return { read: (start, length) => bytes.subarray(start, start + length) };
}

/** The earliest hour that any of them has; null where none is left. */
function firstKey(segments: readonly Segment[], held: number | undefined): number | null {
  let first = held ?? Number.POSITIVE_INFINITY;
  for (const { nextKey } of segments) if (nextKey !== null && nextKey < first) first = nextKey;
  return Number.isFinite(first) ? first : null;
}
