import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../core/model/instant.ts';
import { type Containment, type Hold, holdersOf, isClosed, isInForce } from '../../core/outcome/containment.ts';
import { type Armed, type ContainmentStore, firstOf, obstacleTo } from '../../core/outcome/ports.ts';
import { durably } from './durable.ts';

const schema = `
CREATE TABLE IF NOT EXISTS containment (
  id TEXT PRIMARY KEY, outcome_id TEXT NOT NULL, credential TEXT NOT NULL, closed INTEGER NOT NULL,
  version INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS containment_outcome ON containment (outcome_id);
CREATE INDEX IF NOT EXISTS containment_credential ON containment (credential);
CREATE INDEX IF NOT EXISTS containment_open ON containment (closed) WHERE closed = 0;
CREATE TABLE IF NOT EXISTS hold (credential TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID`;

/** Containments and holds in the state file that `openStateFile` opened. */
export function sqliteContainmentStore(database: DatabaseSync): ContainmentStore {
  database.exec(schema);
  const insert = database.prepare('INSERT INTO containment VALUES (?, ?, ?, ?, ?, ?)');
  const update = database.prepare(
    'UPDATE containment SET closed = ?, version = ?, body = ? WHERE id = ? AND version = ?',
  );
  const byId = database.prepare('SELECT body FROM containment WHERE id = ?');
  const byOutcome = database.prepare('SELECT body FROM containment WHERE outcome_id = ? ORDER BY id');
  const byHolder = database.prepare(
    "SELECT body FROM containment WHERE credential = ?1 OR body ->> '$.principal' = ?1 ORDER BY id",
  );
  const notClosed = database.prepare('SELECT body FROM containment WHERE closed = 0 ORDER BY id');
  const holdOf = database.prepare('SELECT body FROM hold WHERE credential = ?');
  const allHolds = database.prepare('SELECT body FROM hold ORDER BY credential');
  const setHold = database.prepare('INSERT OR REPLACE INTO hold VALUES (?, ?)');
  const dropHold = database.prepare('DELETE FROM hold WHERE credential = ?');

  function holdOn(credential: string): Hold | null {
    const held = holdOf.get(credential);
    return held === undefined ? null : bodyOf<Hold>(held);
  }

  function arm(rows: readonly Containment[], now: Instant): Armed {
    const { outcomeId } = firstOf(rows);
    for (const name of holdersOf(firstOf(rows))) {
      const hold = holdOn(name);
      if (isInForce(hold, now)) return { kind: 'held', hold };
    }
    const obstacle = obstacleTo(rows, byOutcome.all(outcomeId).map(bodyOf<Containment>));
    if (obstacle !== null) return obstacle;
    for (const row of rows) {
      const closed = isClosed(row) ? 1 : 0;
      insert.run(row.id, row.outcomeId, row.credential, closed, row.version, JSON.stringify(row));
    }
    return { kind: 'armed' };
  }

  function replace(row: Containment): boolean {
    const closed = isClosed(row) ? 1 : 0;
    return update.run(closed, row.version, JSON.stringify(row), row.id, row.version - 1).changes === 1;
  }

  return {
    arm: async (rows, now) => durably(database, () => arm(rows, now)),
    read: async (id) => {
      const row = byId.get(id);
      return row === undefined ? null : bodyOf<Containment>(row);
    },
    replace: async (row) => durably(database, () => replace(row)),
    ofOutcome: async (outcomeId) => byOutcome.all(outcomeId).map(bodyOf<Containment>),
    heldBy: async (name) => byHolder.all(name).map(bodyOf<Containment>),
    open: async () => notClosed.all().map(bodyOf<Containment>),
    hold: async (hold) => durably(database, () => void setHold.run(hold.credential, JSON.stringify(hold))),
    liftHold: async (credential) => durably(database, () => void dropHold.run(credential)),
    holdOn: async (credential) => holdOn(credential),
    holds: async () => allHolds.all().map(bodyOf<Hold>),
  };
}

function bodyOf<T>(row: Readonly<Record<string, unknown>>): T {
  return JSON.parse(String(row.body)) as T;
}
