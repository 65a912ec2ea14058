import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import type { Table } from '../../../adapters/dynamodb/item.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { WarmItems } from '../../../adapters/dynamodb/warm-items.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { type Instant, minute, second } from '../../../core/model/instant.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { observeBatch } from '../../../functions/observe/batch.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { envelopeOf, lookOf, messageOf } from './events.ts';

let dynamodb: DynamoDb;
let tables = 0;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const begin = Date.UTC(2026, 9, 5, 9);

const call = (eventID: string, at: Instant) => lookOf('AKIAIOSFODNN7EXAMPLE', eventID, at);

interface Worker {
  readonly observe: (...calls: readonly ReturnType<typeof call>[]) => Promise<void>;
  /** Whose baselines were put since this was asked last, and how often each was refused. */
  readonly written: () => { readonly of: readonly string[]; readonly refused: readonly string[] };
}

/** Whoever observes on that table, keeping warm what it reads or not. */
function worker({ client, name }: Table, keepsWarm = false): Worker {
  let puts: { readonly of: string; refused: boolean }[] = [];
  const counting = new Proxy(client, {
    get: (target, property) => {
      if (property !== 'send') return Reflect.get(target, property);
      return (command: Parameters<typeof client.send>[0]) => {
        const { Item } = command.input as { readonly Item?: Record<string, { readonly S?: string }> };
        const key = Item?.pk?.S ?? '';
        if (!key.startsWith('baseline ')) return target.send(command);
        const put = { of: key.split(' ')[1] ?? '', refused: false };
        puts.push(put);
        return target.send(command).catch((error: Error) => {
          put.refused = true;
          throw error;
        });
      };
    },
  });
  const table = { client: counting, name, ...(keepsWarm && { warm: new WarmItems(Date.now) }) };
  const ports = {
    contexts: dynamodbContextStore(table),
    notes: dynamodbNoteStore(table),
    announcer: { announce: async () => {} },
  };
  return {
    observe: async (...calls) => {
      const { errors } = await observeBatch(
        calls.map((one, at) => messageOf(envelopeOf(one), `m${at}`)),
        {
          surroundings: { networks: bundledNetworks(), declared: () => null },
          circumstances: { policy: defaultPolicy, exemptions: [] },
          ports,
        },
      );
      expect(errors).toEqual([]);
    },
    written: () => {
      const all = puts;
      puts = [];
      const of = (some: typeof all) => some.map((one) => one.of).toSorted();
      return { of: of(all), refused: of(all.filter(({ refused }) => refused)) };
    },
  };
}

const newTable = () => dynamodb.table(`nothing-new-${tables++}`);

it.each([false, true])('writes no baseline for what brings nothing new (warm: %s)', async (keepsWarm) => {
  const { observe, written } = worker(await newTable(), keepsWarm);
  const calls = [call('one', begin), call('two', begin + minute)];
  await observe(...calls);
  expect(written().of).toEqual(['access-key', 'account', 'principal']);
  // As the trail's file brings it, after the rule brought it.
  await observe(...calls);
  expect(written().of).toEqual([]);
  await observe(call('three', begin + 2 * minute));
  expect(written().of).toContain('access-key');
});

it('writes what an account and a user have in common only where something was new to them', async () => {
  const { observe, written } = worker(await newTable());
  const at = (n: number) => call(`event-${n}`, begin + n * second);
  await observe(...Array.from({ length: 50 }, (_, n) => at(n)));
  written();
  for (let n = 50; n < 60; n++) await observe(at(n));
  // When the key was last used is told to the second, whatever else is known.
  expect(new Set(written().of)).toEqual(new Set(['access-key']));
  await observe({ ...at(60), eventName: 'ListRoles' });
  expect(written().of).toEqual(['access-key', 'account', 'principal']);
});

it('looks whether a copy of its own is old though it has nothing to add to it', async () => {
  const table = await newTable();
  const [keeper, other] = [worker(table, true), worker(table)];
  const known = call('one', begin);
  await keeper.observe(known);
  await keeper.observe(known);
  await other.observe({ ...call('two', begin + minute), sourceIPAddress: '203.0.113.9' });
  keeper.written();
  await keeper.observe(known);
  // Refused, and judged again by what is there, to which it still has nothing to add.
  const { of, refused } = keeper.written();
  expect(refused.length).toBeGreaterThan(0);
  expect(of).toEqual(refused);
});
