import { expect, it } from 'vitest';
import { sqliteContextStore } from '../../../adapters/sqlite/context-store.ts';
import { openStateFile } from '../../../adapters/sqlite/state-file.ts';
import { learned, monday, sighting } from '../../core/context/sightings.ts';
import { contextStoreContract } from '../context-store.contract.ts';

function stateInMemory() {
  const opened = openStateFile(':memory:');
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

contextStoreContract('SQLite', () => sqliteContextStore(stateInMemory()));

it('a write that changes nothing keeps its version: a replay of the same records leaves the file as it was', async () => {
  const store = sqliteContextStore(stateInMemory());
  const write = { subject: 's', baseline: learned(sighting(monday)) };
  await store.commit({ ...write, expectedVersion: null });
  const before = await store.load('s');
  expect(await store.commit({ ...write, expectedVersion: 1 })).toEqual({ kind: 'committed', version: 1 });
  expect(await store.load('s')).toEqual(before);
});

it('bytes that are no baseline are an error, not an unknown credential', async () => {
  const database = stateInMemory();
  const store = sqliteContextStore(database);
  await store.commit({ subject: 's', baseline: learned(sighting(monday)), expectedVersion: null });
  database.exec("UPDATE baseline SET bytes = x'010203'");
  await expect(store.load('s')).rejects.toThrow(/baseline of s cannot be read: /);
});

it('a batch that cannot be finished leaves nothing behind', async () => {
  const database = stateInMemory();
  const store = sqliteContextStore(database);
  database.exec(`CREATE TRIGGER full BEFORE INSERT ON baseline WHEN NEW.subject = 'b'
    BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  const baseline = learned(sighting(monday));
  const writes = ['a', 'b'].map((subject) => ({ subject, baseline, expectedVersion: null }));
  await expect(store.commitAll(writes)).rejects.toThrow('disk full');
  expect(await store.load('a')).toBeNull();
  expect((await store.commit({ subject: 'a', baseline, expectedVersion: null })).kind).toBe('committed');
});
