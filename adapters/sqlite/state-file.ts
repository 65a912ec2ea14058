import { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Result } from '../../core/model/result.ts';

/** `Resc` in ASCII: SQLite's own mark for telling one program's files from another's. */
const applicationId = 0x52657363;
/** Of the whole file, whichever stores are in it. */
const schemaVersion = 1;

const millisecondsToWaitForALock = 5_000;

/**
 * Opens or makes the state file of the command line; `:memory:` for none. The error is a sentence for its user: not a
 * database, another program's, from a newer Rescind, or damaged. A file that is not ours is left as it was.
 */
export function openStateFile(path: string): Result<DatabaseSync, string> {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: millisecondsToWaitForALock });
    const problem = problemOf(database, path);
    if (problem === null) {
      prepare(database);
      return ok(database);
    }
    database.close();
    return fail(problem);
  } catch (error) {
    // fails toward: no state, hence no action
    database?.close();
    return fail(`${path} cannot be used as a state file: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** All or nothing: commits when `work` returns, rolls back when it throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A failed COMMIT may have rolled back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function problemOf(database: DatabaseSync, path: string): string | null {
  const writer = number(database, 'PRAGMA application_id');
  const isNew = writer === 0 && number(database, 'PRAGMA schema_version') === 0;
  if (isNew) return null;
  if (writer !== applicationId) return `${path} is not a Rescind state file`;
  const version = number(database, 'PRAGMA user_version');
  if (version > schemaVersion) {
    return `${path} was written by a newer version of Rescind (schema ${version}, this one reads ${schemaVersion}): update Rescind, or name another file`;
  }
  const check = first(database, 'PRAGMA quick_check(1)');
  return check === 'ok' ? null : `${path} is damaged: ${String(check)}`;
}

function prepare(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL');
  // In WAL mode NORMAL can lose the last commits to a power cut, but never the file; baselines are learned again.
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(`PRAGMA application_id = ${applicationId}`);
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}

function number(database: DatabaseSync, query: string): number {
  return Number(first(database, query));
}

function first(database: DatabaseSync, query: string): unknown {
  return Object.values(database.prepare(query).get() ?? {})[0];
}
