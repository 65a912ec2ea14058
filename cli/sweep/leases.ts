import type { DatabaseSync } from 'node:sqlite';
import type { Lease } from '../../core/context/lease.ts';

const schema = `CREATE TABLE IF NOT EXISTS lease (
  subject TEXT PRIMARY KEY, body TEXT NOT NULL
) STRICT, WITHOUT ROWID`;

/** Leases in a state file, by subject. */
export class Leases {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(schema);
  }

  of(subject: string): Lease | null {
    const row = this.#database.prepare('SELECT body FROM lease WHERE subject = ?').get(subject);
    return row === undefined ? null : (JSON.parse(String(row.body)) as Lease);
  }

  /** A lease that runs already keeps its start. */
  start(subject: string, lease: Lease): void {
    this.#database
      .prepare('INSERT INTO lease VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(subject, JSON.stringify(lease));
  }

  put(subject: string, lease: Lease): void {
    this.#database.prepare('INSERT OR REPLACE INTO lease VALUES (?, ?)').run(subject, JSON.stringify(lease));
  }
}
