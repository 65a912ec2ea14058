import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbContextStore } from '../../../adapters/dynamodb/context-store.ts';
import { getItem, putItem, type Table } from '../../../adapters/dynamodb/item.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { WarmItems } from '../../../adapters/dynamodb/warm-items.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { minute } from '../../../core/model/instant.ts';
import type { MemberNote } from '../../../core/observe/member-note.ts';
import { memberKey } from '../../../core/observe/note-keys.ts';
import type { ObservePorts } from '../../../core/observe/observe.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { observeBatch } from '../../../functions/observe/batch.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { honestDays, theft, userHolder } from '../../cloud/story.ts';
import { messageOf } from './events.ts';

const surroundings = { networks: bundledNetworks(), declared: () => null };
const circumstances = { policy: defaultPolicy, exemptions: [] };

let dynamodb: DynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

let tables = 0;
const newTable = () => dynamodb.table(`warm-${tables++}`);

/** The table as it is reached through a client that counts its reads and the races it loses, by `warm` or cold. */
function counting(table: Table, warm: boolean): { readonly table: Table; reads: number; lost: number } {
  const counted = { table, reads: 0, lost: 0 };
  const client = new Proxy(table.client, {
    get: (target, name) =>
      name === 'send'
        ? (command: Parameters<typeof target.send>[0]) => {
            if (command.constructor.name === 'GetItemCommand') counted.reads += 1;
            return target.send(command).catch((error: Error) => {
              if (error.name === 'ConditionalCheckFailedException') counted.lost += 1;
              throw error;
            });
          }
        : Reflect.get(target, name),
  });
  return Object.assign(counted, {
    table: { client, name: table.name, ...(warm && { warm: new WarmItems(Date.now) }) },
  });
}

/** Every batch to the next worker in turn, all of them on one table; answers what is there in the end, and what was decided. */
async function play(batches: readonly ReturnType<typeof messageOf>[][], workers: readonly boolean[]) {
  const table = await newTable();
  const decided = new Set<string>();
  const subjects = new Set<string>();
  const announcer: ObservePorts['announcer'] = {
    announce: async (all) => all.forEach(({ decision, subject }) => void decided.add(`${subject} ${decision.id}`)),
  };
  const all = workers.map((warm) => counting(table, warm));
  for (const [at, batch] of batches.entries()) {
    const own = all[at % all.length]?.table ?? table;
    const ports = { contexts: dynamodbContextStore(own), notes: dynamodbNoteStore(own), announcer };
    const { errors } = await observeBatch(batch, { surroundings, circumstances, ports });
    expect(errors).toEqual([]);
  }
  const notes = dynamodbNoteStore(table);
  const contexts = dynamodbContextStore(table);
  const keys = await keysOf(table);
  for (const key of keys) if (key.startsWith('note member ')) subjects.add(key.slice('note member '.length));
  const state = new Map<string, unknown>();
  for (const subject of [...subjects].toSorted()) {
    const note = await notes.load(memberKey(subject));
    const { signals, state: answer } = JSON.parse(note?.text ?? 'null') as MemberNote;
    state.set(subject, { signals, answer });
  }
  // Of credentials, of their principals and of their accounts.
  for (const key of keys) {
    if (key.startsWith('baseline ')) state.set(key, (await contexts.load(key.slice('baseline '.length)))?.baseline);
  }
  const [reads, lost] = (['reads', 'lost'] as const).map((what) => all.reduce((sum, one) => sum + one[what], 0));
  return { state, decided, reads: reads ?? 0, lost: lost ?? 0 };
}

async function keysOf({ client, name }: Table): Promise<string[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name, ProjectionExpression: 'pk' }));
  return Items.map(({ pk }) => pk?.S ?? '').toSorted();
}

describe('workers that keep warm what they read', () => {
  const now = Date.UTC(2026, 10, 26, 12);
  const holders = ['bot', 'etl'].map((name) => userHolder('111122223333', name, `AKIAEXAMPLE${name.toUpperCase()}`));
  const [stolen] = holders;
  // Three times within each hour, and the workers change in the middle of one.
  const honest = holders.flatMap((holder) => [0, 10, 20].flatMap((later) => honestDays(holder, now + later * minute)));
  const all = [...honest, ...(stolen === undefined ? [] : theft(stolen, now))].toSorted((a, b) =>
    String(a.time) < String(b.time) ? -1 : 1,
  );
  // The theft is split between the workers, in the middle of what one alone would have decided on.
  const parts = [all.slice(0, 122), all.slice(122, 124), all.slice(124, -6), all.slice(-6, -4), all.slice(-4, -2)];
  const batches = [...parts, all.slice(-2)].map((batch) => batch.map((event) => messageOf(event)));

  it('come to the same state and decisions as one that keeps nothing, and read less', async () => {
    const cold = await play(batches, [false]);
    expect([...cold.state.keys()].filter((key) => !key.startsWith('baseline '))).toHaveLength(2);
    expect(cold.decided.size).toBeGreaterThan(0);
    const alone = await play(batches, [true]);
    expect(alone.decided).toEqual(cold.decided);
    expect(alone.state).toEqual(cold.state);
    expect(alone.reads).toBeLessThan(0.8 * cold.reads);
    // What one of the two keeps is old as soon as the other has worked.
    const two = await play(batches, [true, true]);
    expect(two.decided).toEqual(cold.decided);
    expect(two.state).toEqual(cold.state);
  });

  it('judge again by what their account has learned meanwhile, though each has its own credential alone', async () => {
    const [bot, etl] = holders.map((holder) => honestDays(holder, now).map((event) => messageOf(event)));
    if (bot === undefined || etl === undefined) throw new Error('there are two');
    const third = Math.floor(bot.length / 3);
    // What was read once is kept; the first worker's copy of the account's baseline then lies behind what the second one learned.
    const turns = [bot.slice(0, third), [], bot.slice(third, 2 * third), etl, bot.slice(2 * third)];
    const cold = await play(turns, [false]);
    const two = await play(turns, [true, true]);
    expect(two.state).toEqual(cold.state);
    // The copy was old, which shows in a race that is lost.
    expect(cold.lost).toBe(0);
    expect(two.lost).toBeGreaterThan(0);
  });
});

describe('what is kept warm', () => {
  const item = (version: number, text = 'x') => ({
    pk: { S: 'k' },
    version: { N: String(version) },
    note: { S: text },
  });

  it('is given only to whoever writes it back, and never again once somebody else wrote it', async () => {
    const table = await newTable();
    const warm = { ...table, warm: new WarmItems(Date.now) };
    await putItem('k', { note: { S: 'one' } }, null, table);
    expect((await getItem('k', warm, true))?.note?.S).toBe('one');
    await putItem('k', { note: { S: 'two' } }, 1, table);
    expect((await getItem('k', warm, true))?.note?.S).toBe('one');
    expect((await getItem('k', warm))?.note?.S).toBe('two');
    expect(await putItem('k', { note: { S: 'three' } }, 1, warm)).toBeNull();
    expect((await getItem('k', warm, true))?.note?.S).toBe('two');
    await putItem('k', { note: { S: 'four' } }, 2, table);
    expect((await getItem('k', warm, true))?.note?.S).toBe('four');
  });

  it('is what was written last, for a quarter of an hour, and no more than so many bytes', () => {
    let now = 0;
    const warm = new WarmItems(() => now, 2_000);
    warm.put('a', item(1));
    expect(warm.get('a')).toBeUndefined();
    warm.keep('a', item(1));
    warm.put('a', item(2));
    expect(warm.get('a')?.version?.N).toBe('2');
    now = 14 * minute;
    expect(warm.get('a')?.version?.N).toBe('2');
    now = 15 * minute;
    expect(warm.get('a')).toBeUndefined();
    for (const key of ['b', 'c', 'd']) warm.keep(key, item(1, 'x'.repeat(600)));
    expect(['a', 'b', 'c', 'd'].map((key) => warm.get(key) !== undefined)).toEqual([false, false, true, true]);
  });
});
