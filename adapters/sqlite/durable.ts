import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './state-file.ts';

/** A transaction that is on the disk when it returns: what undo needs must survive a power cut, which baselines need not. */
export function durably<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA synchronous = FULL');
  try {
    return transaction(database, work);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}
