import type { DatabaseSync } from 'node:sqlite';
import { openStateFile, transaction } from '../../adapters/sqlite/state-file.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Grounds } from '../../core/plan/weighed.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { UsageError } from '../exit.ts';
import { type AssessmentLine, assessmentLine } from './assessment-line.ts';
import { type DecisionLine, decisionLine, decisionOf } from './decision-line.ts';

const schema = `CREATE TABLE IF NOT EXISTS decision (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, credential TEXT NOT NULL, body TEXT NOT NULL, assessment TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS decision_credential ON decision (credential)`;

/** A decision with the assessment behind it. */
export interface KeptDecision {
  readonly decision: DecisionLine;
  readonly assessment: AssessmentLine | null;
}

/** Decisions in a state file. They get there all at once, so that an interrupted run leaves the file as it was. */
export interface DecisionsKept {
  readonly database: DatabaseSync;
  add(decision: Decision, assessment: Assessment, grounds?: Grounds): void;
  /** Forgets a decision at the next commit, unless it is added again. */
  drop(id: string): void;
  commit(): void;
  /** The same inside the caller's transaction. */
  store(): void;
  all(): Decision[];
  /** By decision id or credential, in order of time. */
  find(name: string): KeptDecision[];
}

export function openDecisions(path: string): DecisionsKept {
  const opened = openStateFile(path);
  if (!opened.ok) throw new UsageError(opened.error, 'Give another path after --state, or move the file away.');
  const database = opened.value;
  database.exec(schema);
  const insert = database.prepare('INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, ?)');
  const select = database.prepare(
    'SELECT id, body, assessment FROM decision WHERE id = ?1 OR credential = ?1 ORDER BY at, id',
  );
  const everything = database.prepare('SELECT id, body, assessment FROM decision ORDER BY at, id');
  const remove = database.prepare('DELETE FROM decision WHERE id = ?');
  const waiting: KeptDecision[] = [];
  const dropped: string[] = [];

  function readRow<T>({ id }: Row, read: () => T): T {
    try {
      return read();
    } catch {
      throw new UsageError(
        `${path} holds a decision that cannot be read: ${id}.`,
        'Restore a copy of the file, or start a new one: give another path after --state.',
      );
    }
  }

  function store(): void {
    for (const id of dropped.splice(0)) remove.run(id);
    for (const { decision, assessment } of waiting.splice(0)) {
      const { id, at, credential } = decision;
      insert.run(id, at, credential, JSON.stringify(decision), JSON.stringify(assessment));
    }
  }

  return {
    database,
    add: (decision, assessment, grounds) => {
      const line = { ...assessmentLine(assessment), ...(grounds === undefined ? {} : { grounds }) };
      waiting.push({ decision: decisionLine(decision), assessment: line });
    },
    drop: (id) => void dropped.push(id),
    commit: () => transaction(database, store),
    store,
    all: () => everything.all().map((row) => readRow(row, () => decisionOf(keptIn(row).decision))),
    find: (name) => select.all(name).map((row) => readRow(row, () => keptIn(row))),
  };
}

type Row = Readonly<Record<string, unknown>>;

function keptIn({ id, body, assessment }: Row): KeptDecision {
  const decision: DecisionLine = JSON.parse(String(body));
  if (decision.id !== id) throw new Error('it is not the decision that its id names');
  return { decision, assessment: JSON.parse(String(assessment)) };
}
