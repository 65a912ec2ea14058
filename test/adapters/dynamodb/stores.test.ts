import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbContainmentStore } from '../../../adapters/dynamodb/containment-store.ts';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import { dynamodbLedger } from '../../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { noteWords } from '../../../adapters/dynamodb/note-words.ts';
import { memoryTable } from '../../../contract/tables.ts';
import { day, second } from '../../../core/model/instant.ts';
import { verifyChain } from '../../../core/outcome/audit-entry.ts';
import { newContainment, released, tellingOf } from '../../../core/outcome/containment.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { decision, facts, now } from '../../core/plan/decisions.ts';
import { containmentStoreContract } from '../containment-store.contract.ts';
import { contextStoreContract } from '../context-store.contract.ts';
import { ledgerContract } from '../ledger.contract.ts';
import { noteStoreContract } from '../note-store.contract.ts';
import { type DynamoDb, overheard, startDynamoDb } from './table.ts';

let dynamodb: DynamoDb;
let made = 0;
const newTable = (form?: 'deeds') => dynamodb.table(`table-${made++}`, form);

beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

/** The contracts open their stores at once; a table has to be made first. */
function later<Store extends object>(open: () => Promise<Store>): Store {
  const opening = open();
  const call =
    (name: string | symbol) =>
    async (...given: unknown[]) =>
      (Reflect.get(await opening, name) as (...given: unknown[]) => unknown)(...given);
  return new Proxy({} as Store, { get: (_, name) => call(name) });
}

contextStoreContract('DynamoDB', () => later(() => newTable().then(dynamodbContextStore)));
containmentStoreContract('DynamoDB', () => later(() => newTable('deeds').then(dynamodbContainmentStore)));
ledgerContract('DynamoDB', () => later(() => newTable('deeds').then(dynamodbLedger)));
noteStoreContract('DynamoDB', () => later(() => newTable().then(dynamodbNoteStore)));

it('a note is forgotten by DynamoDB, which counts in seconds', async () => {
  const table = await newTable();
  await dynamodbNoteStore(table).commit({ key: 'x', text: 'y', expectedVersion: null, until: now + day });
  const key = { [memoryTable.key]: { S: 'note x' } };
  const { Item } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: key }));
  expect(Item?.[memoryTable.expires]).toEqual({ N: String(Math.ceil((now + day) / second)) });
});

it('all that is in force is found, however many pages the index has', async () => {
  const table = await newTable('deeds');
  const outcomes = ['d_1', 'd_2', 'd_3'];
  const store = dynamodbContainmentStore(table);
  for (const id of outcomes) {
    const given = decision({ id, credential: `AKIAEXAMPLEEXAMPLE0${id.at(-1)}`, action: 'disable' });
    const [measure] = planActions(given, facts()).measures;
    if (measure !== undefined) await store.arm([newContainment(given, 0, measure, 'ada', now)], now);
  }
  let pages = 0;
  const heard = overheard(table, (command, on) => {
    if (!(command instanceof QueryCommand)) return on(command);
    pages++;
    return on(new QueryCommand({ ...command.input, Limit: 1 }));
  });
  const found = await dynamodbContainmentStore(heard.table).open();
  expect(found.map(({ decisionId }) => decisionId).toSorted()).toEqual(outcomes);
  expect(pages).toBeGreaterThanOrEqual(outcomes.length);
});

describe('many workers at once', () => {
  const workers = Array.from({ length: 16 }, (_, i) => i);

  it('append each fact once, as one chain', async () => {
    const table = await newTable('deeds');
    const told = { at: now, kind: 'planned', by: 'w', credential: 'AKIA1', about: 'd_1', sentence: 'So.' } as const;
    const keys = workers.flatMap((i) => [`fact ${i}`, `fact ${(i + 1) % 16}`]);
    await Promise.all(keys.map((key) => dynamodbLedger(table).append({ ...told, key })));
    const entries = await dynamodbLedger(table).entries();
    expect(entries.map(({ key }) => key).toSorted()).toEqual([...new Set(keys)].toSorted());
    expect(verifyChain(entries, (text) => createHash('sha256').update(text).digest('hex')).ok).toBe(true);
  });

  it('arm a row once between them, and never under a hold that was there before', async () => {
    const table = await newTable('deeds');
    const deed = decision();
    const [measure] = planActions(deed, facts()).measures;
    if (measure === undefined) throw new Error('a pin has one measure');
    const store = () => dynamodbContainmentStore(table);
    const arm = (id: string) => store().arm([newContainment({ ...deed, id }, 0, measure, 'w', now)], now);
    const armed = await Promise.all(workers.map((i) => arm(`d_${i % 2}`)));
    expect(armed.filter(({ kind }) => kind === 'armed')).toHaveLength(2);
    await store().hold({ credential: deed.credential, by: 'alice', reason: 'release week', until: null });
    expect((await Promise.all(workers.map((i) => arm(`d_x${i}`)))).map(({ kind }) => kind)).toEqual(
      workers.map(() => 'held'),
    );
    expect(await store().open()).toHaveLength(2);
  });
});

it('what was closed for longer than any message lives makes room for what comes', async () => {
  const store = dynamodbContainmentStore(await newTable('deeds'));
  const [measure] = planActions(decision(), facts()).measures;
  if (measure === undefined) throw new Error('a pin has one measure');
  const row = (id: string) => newContainment(decision({ id }), 0, measure, 'w', now);
  const close = async (id: string) => {
    const answer = { to: 'released', at: now, outcome: { kind: 'done' } } as const;
    const closed = { ...released(row(id), 'alice', now), version: 2, answer };
    await store.replace({ ...closed, told: tellingOf(closed) });
  };
  for (const id of ['d_1', 'd_2', 'd_3']) await store.arm([row(id)], now);
  await close('d_1');
  await close('d_2');
  const ids = async () => (await store.heldBy(decision().credential)).map(({ decisionId }) => decisionId);
  await store.arm([row('d_4')], now + 59 * day);
  expect(await ids()).toEqual(['d_1', 'd_2', 'd_3', 'd_4']);
  await store.arm([row('d_5')], now + 61 * day);
  expect(await ids()).toEqual(['d_3', 'd_4', 'd_5']);
});

it.each([1, 2, 3])('a ledger whose writer died after %i puts still has each fact once', async (puts) => {
  const table = await newTable('deeds');
  const told = { at: now, kind: 'planned', by: 'w', credential: 'AKIA1', about: 'd_1', sentence: 'So.' } as const;
  let left = puts;
  const dying = new Proxy(table.client, {
    get: (client, name) =>
      name === 'send'
        ? (command: PutItemCommand) => {
            if (command instanceof PutItemCommand && left-- <= 0) throw new Error('died');
            return client.send(command);
          }
        : Reflect.get(client, name),
  });
  const append = async (key: string, client = table.client) =>
    dynamodbLedger({ ...table, client }).append({ ...told, key });
  if (puts === 3) await append('a', dying);
  else await expect(append('a', dying)).rejects.toThrow('died');
  await append('b');
  await append('a');
  expect((await dynamodbLedger(table).entries()).map(({ key }) => key)).toEqual(['a', 'b']);
});

it('a long note is kept in a fraction of its bytes, since AWS charges by the kilobyte', async () => {
  const table = await newTable();
  const text = JSON.stringify(Array.from({ length: 400 }, (_, i) => ({ signal: 'S09', at: 1_700_000_000_000 + i })));
  await dynamodbNoteStore(table).commit({ key: 'k', text, expectedVersion: null, until: null });
  const { Item } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: { pk: { S: 'note k' } } }));
  expect(Item?.packed?.B?.length).toBeLessThan(text.length / 5);
  expect(Item?.note).toBeUndefined();
});

it('a note that was deflated without the words of most notes is read as well', async () => {
  const table = await newTable();
  const text = JSON.stringify({ credential: { kind: 'role' } });
  const Item = { pk: { S: 'note k' }, version: { N: '3' }, deflated: { B: deflateRawSync(text) } };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  expect(await dynamodbNoteStore(table).load('k')).toEqual({ text, version: 3 });
});

it('the words of most notes are those that notes of today were deflated with: they may not change', () => {
  expect(createHash('sha256').update(noteWords).digest('hex')).toBe(
    'ff0ad61341906ba24080db76853c93bee530bb3fb57f63bc68157fc1c38dafe9',
  );
});

it('bytes that are no baseline are an error, not an unknown credential', async () => {
  const table = await newTable();
  const Item = { pk: { S: 'baseline s' }, version: { N: '1' }, bytes: { B: new Uint8Array([1, 2, 3]) } };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  await expect(dynamodbContextStore(table).load('s')).rejects.toThrow(/baseline of s cannot be read: /);
});
