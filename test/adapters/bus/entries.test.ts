import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { put } from '../../../adapters/bus/entries.ts';

/** How many came at once, each time; of those the bus takes all but `refused`. */
const came: number[] = [];
let refused = 0;
const bus = createServer(async (request, response) => {
  const { Entries } = (await json(request)) as { Entries: unknown[] };
  came.push(Entries.length);
  response.setHeader('content-type', 'application/x-amz-json-1.1');
  response.end(JSON.stringify({ FailedEntryCount: refused, Entries: Entries.map(() => ({ EventId: 'e' })) }));
});

let client: EventBridgeClient;
beforeAll(async () => {
  await once(bus.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(bus.address() as AddressInfo).port}`;
  client = new EventBridgeClient({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'AKIAX', secretAccessKey: 'x' },
  });
});
afterAll(() => {
  client.destroy();
  bus.close();
});

const many = Array.from({ length: 25 }, (_, i) => ({ Source: 'rescind', DetailType: 'Any', Detail: `{"i":${i}}` }));

test('are put as many at once as EventBridge takes', async () => {
  await put(many, client);
  expect(came).toEqual([10, 10, 5]);
});

test('are not taken for put where the bus refuses one of them', async () => {
  refused = 1;
  await expect(put(many, client)).rejects.toThrow('EventBridge refused 1 of ');
});
