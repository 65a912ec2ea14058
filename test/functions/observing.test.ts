import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { observePorts } from '../../functions/observing.ts';
import { type DynamoDb, startDynamoDb } from '../adapters/dynamodb/table.ts';

let dynamodb: DynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  vi.stubEnv('AWS_ENDPOINT_URL', dynamodb.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await dynamodb.close();
});

it('whoever judges keeps warm what it read, until somebody else has written it', async () => {
  const table = await dynamodb.table('observing');
  const others = dynamodbNoteStore(table);
  const { notes } = observePorts({ table: table.name, bus: 'rescind' });
  const write = (text: string, expectedVersion: number | null, store = others) =>
    store.commit({ key: 'member x', text, expectedVersion, until: null });
  const read = async () => (await notes.load('member x', true))?.text;
  await write('one', null);
  expect(await read()).toBe('one');
  await write('two', 1);
  // As it was read: the table is not asked again.
  expect(await read()).toBe('one');
  expect(await write('three', 1, notes)).toBe(false);
  expect(await read()).toBe('two');
});
