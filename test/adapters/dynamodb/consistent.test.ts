import type { BatchGetItemCommandInput, GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbContainmentStore } from '../../../adapters/dynamodb/containment-store.ts';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import { getItems, type Table } from '../../../adapters/dynamodb/item.ts';
import { dynamodbLedger } from '../../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { type DynamoDb, startDynamoDb } from './table.ts';

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
    const client = new Proxy(table.client, {
      get: (target, name) =>
        name === 'send'
          ? (command: Parameters<typeof target.send>[0]) => {
              if (command.constructor.name === 'GetItemCommand') asked.push(command.input as GetItemCommandInput);
              if (command.constructor.name === 'BatchGetItemCommand')
                asked.push(...Object.values((command.input as BatchGetItemCommandInput).RequestItems ?? {}));
              return target.send(command);
            }
          : Reflect.get(target, name),
    });
    await read({ ...table, client });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ ConsistentRead }) => ConsistentRead !== true)).toEqual([]);
  },
);
