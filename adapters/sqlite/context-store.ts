import type { DatabaseSync } from 'node:sqlite';
import type { BaselineWrite, CommitResult, ContextStore, StoredBaseline } from '../../core/context/context-store.ts';
import { decode, encode } from '../../core/context/encode.ts';
import { transaction } from './state-file.ts';

const schema = `CREATE TABLE IF NOT EXISTS baseline (
  subject TEXT PRIMARY KEY, version INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID`;

/** Baselines in the state file that `openStateFile` opened. */
export function sqliteContextStore(database: DatabaseSync): ContextStore {
  database.exec(schema);
  const select = database.prepare('SELECT version, bytes FROM baseline WHERE subject = ?');
  const insert = database.prepare('INSERT INTO baseline VALUES (?, 1, ?) ON CONFLICT DO NOTHING');
  const update = database.prepare(
    'UPDATE baseline SET version = version + 1, bytes = ? WHERE subject = ? AND version = ?',
  );

  function load(subject: string): StoredBaseline | null {
    const row = select.get(subject);
    if (row === undefined) return null;
    const decoded = decode(row.bytes as Uint8Array);
    if (!decoded.ok) throw new Error(`The baseline of ${subject} cannot be read: ${decoded.error}`);
    return { baseline: decoded.value, version: Number(row.version) };
  }

  function commit({ subject, baseline, expectedVersion }: BaselineWrite): CommitResult {
    const bytes = encode(baseline);
    const { changes } =
      expectedVersion === null ? insert.run(subject, bytes) : update.run(bytes, subject, expectedVersion);
    if (changes === 1) return { kind: 'committed', version: (expectedVersion ?? 0) + 1 };
    return { kind: 'conflict', current: load(subject) };
  }

  return {
    load: async (subject) => load(subject),
    commit: async (write) => transaction(database, () => commit(write)),
    commitAll: async (writes) => transaction(database, () => writes.map(commit)),
  };
}
