import type { DatabaseSync } from 'node:sqlite';
import { day, type Instant } from '../../core/model/instant.ts';
import type { Observed, Standing } from '../../core/signals/standing.ts';

const schema = `CREATE TABLE IF NOT EXISTS sweep_use (
  subject TEXT PRIMARY KEY, first_swept INTEGER NOT NULL, swept INTEGER NOT NULL, last_used INTEGER NOT NULL, gap_days REAL NOT NULL
) STRICT, WITHOUT ROWID`;

/** What earlier sweeps saw of one credential's uses. */
interface SeenUse {
  readonly firstSwept: Instant;
  readonly swept: Instant;
  readonly lastUsed: Instant;
  /** Longest time that it was certainly idle and was used again after. */
  readonly gapDays: number;
}

/**
 * AWS only keeps the last use; a row of sweeps makes a habit of it. A credential that had lain idle until the last sweep and
 * was used since is one that comes back: at least so long a pause is its habit.
 */
export class SeenUses {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(schema);
  }

  /** What is on record of it before `now`; null where no earlier sweep saw a use. */
  observed(subject: string, { lastUse }: Standing, now: Instant): Observed | null {
    const seen = this.#seen(subject);
    if (seen === null || seen.swept >= now) return null;
    const latest = lastUse.kind === 'used' ? lastUse.at : seen.lastUsed;
    const { gapDays } = joined(seen, latest, now);
    return {
      lastUsedAt: latest,
      longestGapDays: gapDays === 0 ? null : gapDays,
      usedActions: [],
      observedDays: Math.floor((now - seen.firstSwept) / day),
    };
  }

  note(subject: string, { lastUse }: Standing, now: Instant): void {
    if (lastUse.kind !== 'used') return;
    const seen = this.#seen(subject);
    // An interrupted sweep comes by twice with one clock.
    if (seen !== null && seen.swept >= now) return;
    const fresh = { firstSwept: now, swept: now, lastUsed: lastUse.at, gapDays: 0 };
    const { firstSwept, swept, lastUsed, gapDays } = seen === null ? fresh : joined(seen, lastUse.at, now);
    this.#database
      .prepare('INSERT OR REPLACE INTO sweep_use VALUES (?, ?, ?, ?, ?)')
      .run(subject, firstSwept, swept, lastUsed, gapDays);
  }

  #seen(subject: string): SeenUse | null {
    const row = this.#database.prepare('SELECT * FROM sweep_use WHERE subject = ?').get(subject);
    if (row === undefined) return null;
    return {
      firstSwept: Number(row.first_swept),
      swept: Number(row.swept),
      lastUsed: Number(row.last_used),
      gapDays: Number(row.gap_days),
    };
  }
}

/** Of the time between two sweeps nothing is known but the last use, so only what lay idle until the first counts. */
function joined(seen: SeenUse, lastUsed: Instant, now: Instant): SeenUse {
  const idle = lastUsed > seen.swept ? (seen.swept - seen.lastUsed) / day : 0;
  return {
    firstSwept: seen.firstSwept,
    swept: now,
    lastUsed: Math.max(seen.lastUsed, lastUsed),
    gapDays: Math.max(seen.gapDays, idle),
  };
}
