import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { Table } from '../../../adapters/dynamodb/item.ts';
import { memoryTable } from '../../../contract/tables.ts';

export interface DynamoDb {
  readonly endpoint: string;
  table(name: string): Promise<Table>;
  close(): Promise<void>;
}

/** A DynamoDB that speaks the real protocol over HTTP, in this process. */
export async function startDynamoDb(): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  return {
    endpoint,
    async table(name) {
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: memoryTable.key, AttributeType: 'S' }],
          KeySchema: [{ AttributeName: memoryTable.key, KeyType: 'HASH' }],
        }),
      );
      // The table is made at the next turn of the server; the first command waits for that.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return { client, name };
    },
    close: async () => {
      client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
