import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import type { Table } from '../../../adapters/dynamodb/item.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import type { ContextStore } from '../../../core/context/context-store.ts';
import { contextStoreContract } from '../context-store.contract.ts';
import { type DynamoDb, startDynamoDb } from './table.ts';

let dynamodb: DynamoDb;
let made = 0;
const newTable = () => dynamodb.table(`memory-${made++}`);

beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

/** The contract opens its stores at once; a table has to be made first. */
function opened(): ContextStore {
  const store = newTable().then(dynamodbContextStore);
  return {
    load: async (subject) => (await store).load(subject),
    commit: async (write) => (await store).commit(write),
    commitAll: async (writes) => (await store).commitAll(writes),
  };
}

contextStoreContract('DynamoDB', opened);

it('bytes that are no baseline are an error, not an unknown credential', async () => {
  const table = await newTable();
  const Item = { pk: { S: 'baseline s' }, version: { N: '1' }, bytes: { B: new Uint8Array([1, 2, 3]) } };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  await expect(dynamodbContextStore(table).load('s')).rejects.toThrow(/baseline of s cannot be read: /);
});

describe('notes', () => {
  const write = { key: 'k', text: '{"a":1}', expectedVersion: null, until: 86_400_000 };
  let table: Table;

  beforeAll(async () => {
    table = await newTable();
  });

  it('are given back as written, and only written over by who has read them', async () => {
    const notes = dynamodbNoteStore(table);
    expect(await notes.load('k')).toBeNull();
    expect(await notes.commit(write)).toBe(true);
    expect(await notes.commit(write)).toBe(false);
    expect(await notes.commit({ ...write, expectedVersion: 7 })).toBe(false);
    expect(await notes.load('k')).toEqual({ text: '{"a":1}', version: 1 });
    expect(await notes.commit({ ...write, text: '2', expectedVersion: 1 })).toBe(true);
    expect(await notes.load('k')).toEqual({ text: '2', version: 2 });
  });
});
