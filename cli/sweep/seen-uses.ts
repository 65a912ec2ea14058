import type { DatabaseSync } from 'node:sqlite';
import { recordOfSweeps, type SeenUse, seenAgain } from '../../core/context/seen-use.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Observed, Standing } from '../../core/signals/standing/standing.ts';

const schema = `CREATE TABLE IF NOT EXISTS sweep_use (
  subject TEXT PRIMARY KEY, first_swept INTEGER NOT NULL, swept INTEGER NOT NULL, last_used INTEGER NOT NULL, gap_days REAL NOT NULL
) STRICT, WITHOUT ROWID`;

/** What sweeps saw of each credential's uses, in a state file. */
export class SeenUses {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(schema);
  }

  /** What is on record of it before `now`; null where no earlier sweep saw a use. */
  observed(subject: string, { lastUse }: Standing, now: Instant): Observed | null {
    return recordOfSweeps(this.#seen(subject), lastUse.kind === 'used' ? lastUse.at : null, now);
  }

  note(subject: string, { lastUse }: Standing, now: Instant): void {
    if (lastUse.kind !== 'used') return;
    const { firstSwept, swept, lastUsed, gapDays } = seenAgain(this.#seen(subject), lastUse.at, now);
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
