import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type AuditEntry, type AuditFact, sealEntry } from '../../core/outcome/audit-entry.ts';
import type { Ledger } from '../../core/outcome/ports.ts';
import { durably } from './durable.ts';

/** The triggers are no lock, since whoever has the file can drop them, but no code of ours changes an entry by mistake. */
const schema = `
CREATE TABLE IF NOT EXISTS ledger (sequence INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS ledger_keeps BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS ledger_holds BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END`;

/** The ledger in the state file that `openStateFile` opened. */
export function sqliteLedger(database: DatabaseSync): Ledger {
  database.exec(schema);
  const known = database.prepare('SELECT body FROM ledger WHERE key = ?');
  const last = database.prepare('SELECT body FROM ledger ORDER BY sequence DESC LIMIT 1');
  const all = database.prepare('SELECT body FROM ledger ORDER BY sequence');
  const newest = database.prepare('SELECT body FROM ledger ORDER BY sequence DESC LIMIT ?');
  const insert = database.prepare('INSERT INTO ledger VALUES (?, ?, ?)');

  function append(fact: AuditFact): void {
    if (known.get(fact.key) !== undefined) return;
    const previous = last.get();
    const entry = sealEntry(fact, previous === undefined ? null : entryOf(previous), sha256);
    insert.run(entry.sequence, entry.key, JSON.stringify(entry));
  }

  return {
    append: async (fact) => durably(database, () => append(fact)),
    entries: async () => all.all().map(entryOf),
    entry: async (key) => {
      const row = known.get(key);
      return row === undefined ? null : entryOf(row);
    },
    latest: async (count) => newest.all(count).map(entryOf),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function entryOf(row: Readonly<Record<string, unknown>>): AuditEntry {
  return JSON.parse(String(row.body)) as AuditEntry;
}
