import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import { buildFunctions } from '../../../functions/build.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { envelopeOf, messageOf, storyOf } from './events.ts';

let dynamodb: DynamoDb;
let bundles: string;

beforeAll(async () => {
  bundles = mkdtempSync(join(tmpdir(), 'rescind-bundle-'));
  await buildFunctions(bundles);
  dynamodb = await startDynamoDb();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(bundles, { recursive: true });
  await dynamodb.close();
});

it('the bundle that is deployed finds its tables, its credentials and its variables, and logs no event', async () => {
  const table = await dynamodb.table('memory');
  const [record] = storyOf(1, 2).filter(({ eventName }) => eventName === 'AssumeRole');
  if (record === undefined) throw new Error('the story has no such call');
  const { handler } = await import(pathToFileURL(join(bundles, 'observe/index.mjs')).href);
  const lines: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const event = { Records: [messageOf(envelopeOf(record), 'good'), messageOf('{"secret', 'bad')] };
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 1_000 };
  await expect(handler(event, context)).rejects.toThrow('RESCIND_TABLE');
  vi.stubEnv('RESCIND_TABLE', table.name);
  vi.stubEnv('RESCIND_BUS', 'rescind');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', dynamodb.endpoint);
  const answer = await handler(event, context);
  written.mockRestore();
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
  expect(await dynamodbContextStore(table).load(`account ${record.recipientAccountId}`)).not.toBeNull();
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(['the invocation failed', 'observed']);
  expect(lines.join()).not.toMatch(/secret|AssumeRole|arn:|\d{12}/);
});
