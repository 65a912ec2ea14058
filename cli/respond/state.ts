import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { sqliteContainmentStore } from '../../adapters/sqlite/containment-store.ts';
import { durably } from '../../adapters/sqlite/durable.ts';
import { sqliteLedger } from '../../adapters/sqlite/ledger.ts';
import { type Instant, parseInstant } from '../../core/model/instant.ts';
import type { ContainmentStore, Ledger } from '../../core/outcome/ports.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import type { Spent } from '../../core/plan/limits.ts';
import { UsageError } from '../exit.ts';
import { type DecisionLine, decisionLine } from '../replay/decision-line.ts';
import { openDecisions } from '../replay/decisions-kept.ts';

/** Where `contain` keeps what it did when nothing else is said. */
export const usualState = 'rescind.sqlite';

/** Where the demo keeps what it did to accounts that are gone when it ends. */
export const demoState = 'rescind-demo.sqlite';

/** The state file as a responder needs it: what was decided, what was done, what undoes it. */
export interface ResponderState {
  readonly store: ContainmentStore;
  readonly ledger: Ledger;
  /** On disk when it returns. */
  keep(order: Decision): void;
  decision(id: string): DecisionLine | null;
  /** The latest first. */
  latest(count: number): DecisionLine[];
  /** The role that a decision laid to a session, by the session's access key id. */
  roleOfSession(accessKeyId: string): string | null;
  /** What counts towards the limits: orders and enforced decisions that came to a containment. */
  spent(since: Instant): Spent;
  /** What came to a containment since then. */
  carriedOut(since: Instant): DecisionLine[];
}

/** For commands that only tell or undo what is on record: opening would make a file. */
export function mustExist(path: string): void {
  if (existsSync(path)) return;
  throw new UsageError(`There is no state file ${path}.`, 'Give the one that contain wrote: --state FILE.');
}

export function openResponderState(path: string): ResponderState {
  const { database } = openDecisions(path);
  const store = sqliteContainmentStore(database);
  const insert = database.prepare('INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, NULL)');
  return {
    store,
    ledger: sqliteLedger(database),
    keep: (order) => {
      const line = decisionLine(order);
      durably(database, () => void insert.run(line.id, line.at, line.credential, JSON.stringify(line)));
    },
    decision: (id) => lines(database, 'WHERE id = ?', id)[0] ?? null,
    latest: (count) => lines(database, 'ORDER BY at DESC, id LIMIT ?', count),
    roleOfSession: (accessKeyId) =>
      lines(
        database,
        `WHERE json_extract(body, '$.session') = ? AND json_extract(body, '$.kind') = 'role'`,
        accessKeyId,
      )
        .map(({ credential }) => credential)
        .at(0) ?? null,
    spent: (since) => ({
      actions: carriedOut(database, since)
        .filter(({ action }) => isDisruptive(action))
        .map(({ at, accountId, action }) => ({ at: parseInstant(at) ?? since, accountId, pin: action === 'pin' })),
    }),
    carriedOut: (since) => carriedOut(database, since),
  };
}

function carriedOut(database: DatabaseSync, since: Instant): DecisionLine[] {
  const contained = "WHERE EXISTS (SELECT 1 FROM containment WHERE outcome_id = 'o_' || substr(decision.id, 3))";
  return lines(database, contained).filter(({ at }) => (parseInstant(at) ?? since) >= since);
}

function lines(database: DatabaseSync, where: string, ...values: readonly (string | number)[]): DecisionLine[] {
  const rows = database.prepare(`SELECT body FROM decision ${where}`).all(...values);
  return rows.map(({ body }) => JSON.parse(String(body)) as DecisionLine);
}
