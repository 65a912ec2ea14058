import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type {
  BaselineWrite,
  CommitResult,
  ContextStore,
  StoredBaseline,
} from '../../core/context/habits/context-store.ts';
import { decode, encode } from '../../core/context/habits/encode.ts';
import { transaction } from './state-file.ts';

const schema = `CREATE TABLE IF NOT EXISTS baseline (
  subject TEXT PRIMARY KEY, version INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID`;

/** Baselines in the state file that `openStateFile` opened. Throws where bytes are no baseline. */
export class SqliteBaselines {
  readonly #select: StatementSync;
  readonly #selectAll: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#select = database.prepare('SELECT subject, version, bytes FROM baseline WHERE subject = ?');
    this.#selectAll = database.prepare('SELECT subject, version, bytes FROM baseline');
    this.#insert = database.prepare('INSERT INTO baseline VALUES (?, 1, ?) ON CONFLICT DO NOTHING RETURNING version');
    this.#update = database.prepare(
      `UPDATE baseline SET version = version + (bytes <> ?1), bytes = ?1 WHERE subject = ?2 AND version = ?3
        RETURNING version`,
    );
  }

  load(subject: string): StoredBaseline | null {
    const row = this.#select.get(subject);
    return row === undefined ? null : storedIn(row);
  }

  /** By subject. */
  all(): Map<string, StoredBaseline> {
    return new Map(this.#selectAll.all().map((row) => [String(row.subject), storedIn(row)]));
  }

  commit({ subject, baseline, expectedVersion }: BaselineWrite): CommitResult {
    const bytes = encode(baseline);
    const row =
      expectedVersion === null ? this.#insert.get(subject, bytes) : this.#update.get(bytes, subject, expectedVersion);
    if (row !== undefined) return { kind: 'committed', version: Number(row.version) };
    return { kind: 'conflict', current: this.load(subject) };
  }
}

function storedIn({ subject, version, bytes }: Record<string, SQLOutputValue>): StoredBaseline {
  const decoded = decode(bytes as Uint8Array);
  if (!decoded.ok) throw new Error(`The baseline of ${subject} cannot be read: ${decoded.error}`);
  return { baseline: decoded.value, version: Number(version) };
}

/** The same, for whoever does not know what keeps them. */
export function sqliteContextStore(database: DatabaseSync): ContextStore {
  const baselines = new SqliteBaselines(database);
  return {
    load: async (subject) => baselines.load(subject),
    commit: async (write) => transaction(database, () => baselines.commit(write)),
    commitAll: async (writes) => transaction(database, () => writes.map((write) => baselines.commit(write))),
  };
}
