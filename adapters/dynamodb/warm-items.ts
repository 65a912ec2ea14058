import { type Instant, minute } from '../../core/model/instant.ts';
import type { Item } from './item.ts';

/** Kept of all items together, in bytes. */
const mostBytes = 32 * 1024 * 1024;
const freshFor = 15 * minute;
/** Keys that others write, too, are remembered as such; so many. */
const mostShared = 10_000;

interface Kept {
  readonly item: Item;
  readonly bytes: number;
  readonly at: Instant;
}

/**
 * The items that a process wrote or read last, so that its next piece of work need not ask for them. They may be old: only
 * for whoever writes them back on condition of their version, and who then loses the race and reads what is there. A race
 * costs more than a read, so that an item over which one was lost is read each time from then on.
 */
export class WarmItems {
  /** Oldest first. */
  readonly #kept = new Map<string, Kept>();
  readonly #shared = new Set<string>();
  readonly #now: () => Instant;
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(now: () => Instant, most = mostBytes) {
    this.#now = now;
    this.#mostBytes = most;
  }

  get(key: string): Item | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && this.#now() - kept.at < freshFor ? kept.item : undefined;
  }

  keep(key: string, item: Item): void {
    if (this.#shared.has(key)) return;
    this.#drop(key);
    const bytes = bytesOf(key, item);
    this.#kept.set(key, { item, bytes, at: this.#now() });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#drop(oldest);
    }
  }

  /** Written by us: only what is asked for is kept. */
  put(key: string, item: Item): void {
    if (this.#kept.has(key)) this.keep(key, item);
  }

  /** Somebody else wrote it. */
  lose(key: string): void {
    if (!this.#kept.has(key)) return;
    this.#drop(key);
    this.#shared.add(key);
    for (const first of this.#shared) {
      if (this.#shared.size <= mostShared) break;
      this.#shared.delete(first);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}

/** About what it takes, a character of the key and of texts a byte. */
function bytesOf(key: string, item: Item): number {
  return Object.values(item).reduce((sum, { S, B }) => sum + (S?.length ?? 0) + (B?.length ?? 0), key.length + 200);
}
