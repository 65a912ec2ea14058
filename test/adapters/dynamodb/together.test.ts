import { BatchGetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbContainmentStore } from '../../../adapters/dynamodb/containment-store.ts';
import { gathering, getItem, getItems, type Table } from '../../../adapters/dynamodb/item.ts';
import { dynamodbLedger } from '../../../adapters/dynamodb/ledger.ts';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import { deedsTable } from '../../../contract/tables.ts';
import { newContainment } from '../../../core/outcome/containment.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { decision, facts, now } from '../../core/plan/decisions.ts';
import { type DynamoDb, overheard, startDynamoDb } from './table.ts';

let dynamodb: DynamoDb;
let made = 0;
const newTable = () => dynamodb.table(`together-${made++}`, 'deeds');
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

async function filled(count: number): Promise<{ readonly table: Table; readonly keys: string[] }> {
  const table = await newTable();
  const keys = Array.from({ length: count }, (_, i) => `item ${i}`);
  const put = (key: string) =>
    table.client.send(new PutItemCommand({ TableName: table.name, Item: { pk: { S: key }, version: { N: '1' } } }));
  await Promise.all(keys.map(put));
  return { table, keys };
}

describe('many items', () => {
  it('are read a hundred a call, each that is there, however often it is asked for', async () => {
    const { table, keys } = await filled(203);
    const heard = overheard(table);
    const found = await getItems([...keys, 'item 0', 'missing'], heard.table);
    expect([...found.keys()].toSorted()).toEqual(keys.toSorted());
    expect(heard.calls).toEqual(['BatchGetItem', 'BatchGetItem', 'BatchGetItem']);
  });

  it('are asked for again where DynamoDB leaves some out', async () => {
    const { table, keys } = await filled(10);
    const heard = overheard(table, async (command, on) => {
      if (!(command instanceof BatchGetItemCommand)) return on(command);
      const all = command.input.RequestItems?.[table.name]?.Keys ?? [];
      const RequestItems = { [table.name]: { Keys: all.slice(0, 4), ConsistentRead: true } };
      const answer = (await on(new BatchGetItemCommand({ RequestItems }))) as object;
      return { ...answer, UnprocessedKeys: all.length > 4 ? { [table.name]: { Keys: all.slice(4) } } : {} };
    });
    expect([...(await getItems(keys, heard.table)).keys()].toSorted()).toEqual(keys.toSorted());
    expect(heard.calls).toHaveLength(3);
  });

  it('are not taken for missing where DynamoDB answers for none of them', async () => {
    const { table, keys } = await filled(2);
    const UnprocessedKeys = { [table.name]: { Keys: keys.map((key) => ({ pk: { S: key } })) } };
    const heard = overheard(table, async () => ({ Responses: {}, UnprocessedKeys }));
    await expect(getItems(keys, heard.table)).rejects.toThrow('left 2 items of table');
  });

  it('that are asked for side by side are one call, and one alone is the call that it always was', async () => {
    const { table } = await filled(0);
    const heard = overheard(table);
    const notes = dynamodbNoteStore(gathering(heard.table));
    const load = (key: string) => notes.load(key);
    expect(await Promise.all([load('a'), load('b'), load('a')])).toEqual([null, null, null]);
    expect(await load('a')).toBeNull();
    await notes.commit({ key: 'a', text: '{}', expectedVersion: null, until: null });
    expect(await Promise.all([load('a'), load('b')])).toEqual([{ text: '{}', version: 1 }, null]);
    expect(heard.calls).toEqual(['BatchGetItem', 'GetItem', 'PutItem', 'BatchGetItem']);
  });

  it('that cannot be read are nobody’s null', async () => {
    const { table } = await filled(0);
    const heard = overheard(table, async (command, on) => {
      if (command instanceof BatchGetItemCommand) throw new Error('throttled');
      return on(command);
    });
    const gathered = gathering(heard.table);
    const asked = await Promise.allSettled([getItem('a', gathered), getItem('b', gathered)]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await getItem('a', gathered)).toBeNull();
  });
});

describe('what a process remembers of a credential’s containments', () => {
  const [measure] = planActions(decision(), facts()).measures;
  if (measure === undefined) throw new Error('a pin has one measure');
  const row = (id: string) => newContainment(decision({ id }), 0, measure, 'w', now);
  const { credential } = decision();
  const hold = { credential, by: 'alice', reason: 'release week', until: null };

  it('spares the read before a write, and no read that is asked for', async () => {
    const heard = overheard(await newTable());
    const store = dynamodbContainmentStore(heard.table);
    const one = row('d_1');
    await store.arm([one], now);
    heard.calls.length = 0;
    expect(await store.read(one.id)).toEqual(one);
    expect(await store.replace({ ...one, version: one.version + 1 })).toBe(true);
    expect(await store.read(one.id)).toMatchObject({ version: one.version + 1 });
    expect(heard.calls).toEqual(['GetItem', 'PutItem', 'GetItem']);
  });

  it('arms nothing under a hold that somebody else has set since', async () => {
    const table = await newTable();
    const [mine, theirs] = [dynamodbContainmentStore(table), dynamodbContainmentStore(table)];
    const one = row('d_1');
    await mine.arm([one], now);
    await mine.read(one.id);
    await theirs.hold(hold);
    expect(await mine.arm([row('d_2')], now)).toEqual({ kind: 'held', hold });
  });

  it('arms what somebody else lifted the hold of since', async () => {
    const table = await newTable();
    const [mine, theirs] = [dynamodbContainmentStore(table), dynamodbContainmentStore(table)];
    await mine.hold(hold);
    await mine.holdOn(credential);
    await theirs.liftHold(credential);
    expect(await mine.arm([row('d_1')], now)).toEqual({ kind: 'armed' });
  });

  it('puts nothing of what somebody else wrote since back to what it was', async () => {
    const table = await newTable();
    const [mine, theirs] = [dynamodbContainmentStore(table), dynamodbContainmentStore(table)];
    const one = row('d_1');
    await mine.arm([one], now);
    await mine.read(one.id);
    const second = { ...one, version: one.version + 1 };
    expect(await theirs.replace(second)).toBe(true);
    await theirs.hold(hold);
    // Another row than theirs in its place.
    expect(await mine.replace({ ...second, looked: 1 })).toBe(false);
    expect(await mine.replace({ ...second, version: second.version + 1, looked: 1 })).toBe(true);
    expect(await theirs.read(one.id)).toMatchObject({ version: second.version + 1, looked: 1 });
    expect(await theirs.holdOn(credential)).toEqual(hold);
  });
});

describe('the ledger', () => {
  const told = { at: now, kind: 'planned', by: 'w', credential: 'AKIA1', about: 'd_1', sentence: 'So.' } as const;
  const keysOf = async (table: Table) => (await dynamodbLedger(table).entries()).map(({ key }) => key);

  it('goes on from its own last entry with one read', async () => {
    const heard = overheard(await newTable());
    const ledger = dynamodbLedger(heard.table);
    await ledger.append({ ...told, key: 'a' });
    heard.calls.length = 0;
    await ledger.append({ ...told, key: 'b' });
    expect(heard.calls).toEqual(['BatchGetItem', 'PutItem', 'PutItem', 'PutItem']);
    expect(await keysOf(heard.table)).toEqual(['a', 'b']);
  });

  it('that others wrote in since goes on from theirs, and has each fact once', async () => {
    const table = await newTable();
    const [mine, theirs] = [dynamodbLedger(table), dynamodbLedger(table)];
    await mine.append({ ...told, key: 'a' });
    await theirs.append({ ...told, key: 'b' });
    await theirs.append({ ...told, key: 'c' });
    for (const key of ['b', 'd', 'c', 'a']) await mine.append({ ...told, key });
    await theirs.append({ ...told, key: 'd' });
    await theirs.append({ ...told, key: 'e' });
    expect(await keysOf(table)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('that was put back to an older one leaves no gap, and has each fact once', async () => {
    const [table, older] = [await newTable(), await newTable()];
    let current = table;
    const ledger = dynamodbLedger({
      ...table,
      get name() {
        return current.name;
      },
    });
    for (const key of ['a', 'b', 'c']) await ledger.append({ ...told, key });
    for (const key of ['a', 'x']) await dynamodbLedger(older).append({ ...told, key });
    // Whoever wrote the third died before its mark.
    let puts = 0;
    const dying = overheard(older, async (command, on) => {
      if (command instanceof PutItemCommand && puts++ > 0) throw new Error('died');
      return on(command);
    });
    await expect(dynamodbLedger(dying.table).append({ ...told, key: 'd' })).rejects.toThrow('died');
    current = older;
    for (const key of ['d', 'e']) await ledger.append({ ...told, key });
    expect(await keysOf(older)).toEqual(['a', 'x', 'd', 'e']);
  });

  it('is read a hundred entries a call, as far as it goes, also beyond what its head says', async () => {
    const table = await newTable();
    const ledger = dynamodbLedger(table);
    const keys = Array.from({ length: 104 }, (_, i) => `fact ${i}`);
    for (const key of keys) await ledger.append({ ...told, key });
    const head = { pk: { S: 'ledger head' }, version: { N: '7' }, [deedsTable.text]: { S: '103' } };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: head }));
    const heard = overheard(table);
    expect((await dynamodbLedger(heard.table).entries()).map(({ key }) => key)).toEqual(keys);
    expect(heard.calls).toEqual(['GetItem', 'BatchGetItem', 'BatchGetItem', 'GetItem', 'GetItem']);
    expect((await ledger.latest(2)).map(({ key }) => key)).toEqual(['fact 103', 'fact 102']);
  });
});
