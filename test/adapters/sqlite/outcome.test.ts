import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { sqliteContainmentStore } from '../../../adapters/sqlite/containment-store.ts';
import { sqliteLedger } from '../../../adapters/sqlite/ledger.ts';
import { now } from '../../core/plan/decisions.ts';
import { containmentStoreContract } from '../containment-store.contract.ts';
import { ledgerContract } from '../ledger.contract.ts';

containmentStoreContract('sqlite', () => sqliteContainmentStore(new DatabaseSync(':memory:')));
ledgerContract('sqlite', () => sqliteLedger(new DatabaseSync(':memory:')));

it('the sqlite ledger refuses to change or drop an entry', async () => {
  const database = new DatabaseSync(':memory:');
  const by = { at: now, kind: 'planned', by: 'worker-1', credential: 'AKIA1', about: 'd_1', sentence: '' } as const;
  await sqliteLedger(database).append({ ...by, key: 'a' });
  expect(() => database.exec("UPDATE ledger SET body = '{}'")).toThrow('append-only');
  expect(() => database.exec('DELETE FROM ledger')).toThrow('append-only');
});
