import { type Baseline, emptyBaseline } from '../context/habits/baseline.ts';
import type { ContextStore } from '../context/habits/context-store.ts';
import { type StoredHabits, storedHabits } from '../context/habits/news.ts';

/** The baselines that a stretch of records reads, and what is to be known of each to write it back. */
export class StoredBaselines {
  readonly versions = new Map<string, number>();
  /** What each said when it was read. */
  readonly habits = new Map<string, StoredHabits>();
  /** Those that were copies of the process’s own. */
  readonly unproven = new Set<string>();
  readonly #contexts: ContextStore;

  constructor(contexts: ContextStore) {
    this.#contexts = contexts;
  }

  /** `mayBeOld` only of what is written back for sure: then an old copy shows in a race that is lost. */
  async read(subject: string, mayBeOld: boolean): Promise<Baseline> {
    const stored = await this.#contexts.load(subject, mayBeOld);
    if (stored !== null) {
      this.versions.set(subject, stored.version);
      this.habits.set(subject, storedHabits(stored.baseline));
    }
    if (stored?.mayBeOld === true) this.unproven.add(subject);
    return stored?.baseline ?? emptyBaseline();
  }
}
