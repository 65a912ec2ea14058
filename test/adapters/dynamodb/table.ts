import { EventEmitter } from 'node:events';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { Table } from '../../../adapters/dynamodb/item.ts';
import { deedsTable, memoryTable } from '../../../contract/tables.ts';

export interface DynamoDb {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** A call as it came to another server of this process, without a second way over the wire. */
  ask(headers: Readonly<Record<string, string>>, body: Buffer): Promise<Answer>;
  /** A table in either of the forms that the contract has. */
  table(name: string, form?: 'memory' | 'deeds'): Promise<Table>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whoever asks this server is believed: to sign takes longer than to answer. */
const signature = {
  authorization: 'AWS4-HMAC-SHA256 Credential=test, SignedHeaders=host, Signature=none',
  'x-amz-date': '20260101T000000Z',
};
const unsigned = {
  sign: async <Request extends { headers: Record<string, string> }>(request: Request) => {
    Object.assign(request.headers, signature);
    return request;
  },
};

/** What the SDK does beside asking, and nobody looks at here. */
const idle = ['getUserAgentMiddleware', 'hostHeaderMiddleware', 'loggerMiddleware', 'recursionDetectionMiddleware'];

const memoryForm = {
  AttributeDefinitions: [{ AttributeName: memoryTable.key, AttributeType: 'S' }],
  KeySchema: [{ AttributeName: memoryTable.key, KeyType: 'HASH' }],
} as const satisfies Partial<CreateTableCommandInput>;

const deedsForm = {
  AttributeDefinitions: [...memoryForm.AttributeDefinitions, { AttributeName: deedsTable.open, AttributeType: 'S' }],
  KeySchema: memoryForm.KeySchema,
  GlobalSecondaryIndexes: [
    {
      IndexName: deedsTable.openIndex,
      KeySchema: [{ AttributeName: deedsTable.open, KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
} as const satisfies Partial<CreateTableCommandInput>;

/**
 * A DynamoDB that speaks the real protocol, in this process: over HTTP to whoever asks its endpoint, and to its own client
 * without sockets, which take longer than the answer.
 */
export async function startDynamoDb(): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const ask: DynamoDb['ask'] = (headers, body) =>
    new Promise((answered) => {
      const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/', headers });
      const given: Record<string, string> = {};
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: unknown) => {
          given[name.toLowerCase()] = String(value);
        },
        end: (text: string) => answered({ status: response.statusCode, headers: given, body: text }),
      };
      server.emit('request', request, response);
      request.emit('data', body);
      request.emit('end');
    });
  const requestHandler = handlerOf(ask);
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials, requestHandler, signer: unsigned });
  for (const name of idle) client.middlewareStack.remove(name);
  return {
    endpoint,
    client,
    ask,
    async table(name, form = 'memory') {
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          ...(form === 'memory' ? memoryForm : deedsForm),
        }),
      );
      while ((await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !== 'ACTIVE') {
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      return { client, name };
    },
    close: async () => {
      client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What the SDK hands a request to, as it is on the wire. */
function handlerOf(ask: DynamoDb['ask']) {
  return {
    handle: async ({ headers, body }: { headers: Readonly<Record<string, string>>; body: Uint8Array<ArrayBuffer> }) => {
      const lowerCased = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const { buffer, byteOffset, byteLength } = body;
      const bytes = Buffer.from(buffer, byteOffset, byteLength);
      const answer = await ask(Object.fromEntries(lowerCased), bytes);
      const response = {
        statusCode: answer.status,
        headers: { ...answer.headers },
        body: new TextEncoder().encode(answer.body),
      };
      return { response };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

type Send = (command: object) => Promise<unknown>;

/** The table, with each call told by its command before it is sent as `send` does it. */
export function overheard(
  table: Table,
  send: (command: object, on: Send) => Promise<unknown> = (command, on) => on(command),
) {
  const calls: string[] = [];
  const on = table.client.send.bind(table.client) as Send;
  const client = new Proxy(table.client, {
    get: (target, name) => {
      if (name !== 'send') return Reflect.get(target, name);
      return (command: object) => {
        calls.push(command.constructor.name.replace('Command', ''));
        return send(command, on);
      };
    },
  });
  return { calls, table: { ...table, client } };
}
