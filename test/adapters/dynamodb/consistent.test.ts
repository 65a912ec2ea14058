import { BatchGetItemCommand, GetItemCommand, type GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbContainmentStore } from '../../../adapters/dynamodb/containment-store.ts';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import { getItems, type Table } from '../../../adapters/dynamodb/item.ts';
import { dynamodbLedger } from '../../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { type DynamoDb, overheard, startDynamoDb } from './table.ts';

let dynamodb: DynamoDb;
let table: Table;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  table = await dynamodb.table('consistent', 'deeds');
});
afterAll(() => dynamodb.close());

it.each<[string, (table: Table) => Promise<unknown>]>([
  ['notes', (table) => dynamodbNoteStore(table).load('x')],
  ['baselines', (table) => dynamodbContextStore(table).load('x')],
  ['containments', (table) => dynamodbContainmentStore(table).ofOutcome('o_x')],
  ['the ledger', (table) => dynamodbLedger(table).entries()],
  ['many items', (table) => getItems(['x', 'y'], table)],
])(
  '%s are read as they are written last, though DynamoDB would give an older one for half the price',
  async (_, read) => {
    const asked: Pick<GetItemCommandInput, 'ConsistentRead'>[] = [];
    const heard = overheard(table, (command, on) => {
      if (command instanceof GetItemCommand) asked.push(command.input);
      if (command instanceof BatchGetItemCommand) asked.push(...Object.values(command.input.RequestItems ?? {}));
      return on(command);
    });
    await read(heard.table);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ ConsistentRead }) => ConsistentRead !== true)).toEqual([]);
  },
);
