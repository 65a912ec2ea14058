import { setTimeout } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { memoryTable } from '../../contract/tables.ts';
import type { WarmItems } from './warm-items.ts';

/** A table, how to reach it, and what this process keeps of it between two pieces of work, if anything. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly warm?: WarmItems;
  /** Reads together what is asked for at one moment: see `gathering`. */
  readonly gather?: (key: string) => Promise<Item | null>;
}

export type Item = Readonly<Record<string, AttributeValue>>;

/** `mayBeOld`: what this process knows will do, for whoever writes the item back on condition of its version. */
export async function getItem(key: string, table: Table, mayBeOld = false): Promise<Item | null> {
  const { warm, gather } = table;
  const kept = mayBeOld ? warm?.get(key) : undefined;
  if (kept !== undefined) return kept;
  const item = await (gather === undefined ? getOne(key, table) : gather(key));
  if (mayBeOld && item !== null) warm?.keep(key, item);
  return item;
}

async function getOne(key: string, { client, name }: Table): Promise<Item | null> {
  const { Item = null } = await client.send(
    new GetItemCommand({ TableName: name, Key: keyOf(key), ConsistentRead: true }),
  );
  return Item;
}

/** What one call takes. */
const mostKeys = 100;
/** Calls in a row that bring nothing: then whoever asked comes again. */
const mostVain = 5;

/** Those that are there, by their keys, each as it was written last; nothing is said of how they were at one same moment. */
export async function getItems(
  keys: readonly string[],
  table: Pick<Table, 'client' | 'name'>,
): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  const all = [...new Set(keys)];
  for (let at = 0; at < all.length; at += mostKeys) {
    for (const item of await getBatch(all.slice(at, at + mostKeys), table))
      found.set(item[memoryTable.key]?.S ?? '', item);
  }
  return found;
}

/** DynamoDB leaves out what is too much for one answer, or for the moment, and says so. */
async function getBatch(keys: readonly string[], { client, name }: Pick<Table, 'client' | 'name'>): Promise<Item[]> {
  const items: Item[] = [];
  let left: Record<string, AttributeValue>[] = keys.map(keyOf);
  let vain = 0;
  while (left.length > 0) {
    const RequestItems = { [name]: { Keys: left, ConsistentRead: true } };
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(new BatchGetItemCommand({ RequestItems }));
    items.push(...(Responses[name] ?? []));
    const still = UnprocessedKeys[name]?.Keys ?? [];
    vain = still.length < left.length ? 0 : vain + 1;
    if (vain === mostVain)
      throw new Error(`DynamoDB left ${left.length} items of table ${name} unprocessed ${mostVain} times in a row`);
    if (vain > 0) await setTimeout(25 * 2 ** vain);
    left = still;
  }
  return items;
}

/** The table with what is asked for at one moment asked in one call; for whoever reads many items side by side. */
export function gathering(table: Table): Table {
  let asked: { readonly keys: Set<string>; readonly found: Promise<ReadonlyMap<string, Item>> } | null = null;
  async function ask(keys: ReadonlySet<string>): Promise<ReadonlyMap<string, Item>> {
    await new Promise<void>((next) => setImmediate(next));
    asked = null;
    const [first = ''] = keys;
    if (keys.size > 1) return getItems([...keys], table);
    const item = await getOne(first, table);
    return new Map(item === null ? [] : [[first, item]]);
  }
  return {
    ...table,
    async gather(key) {
      if (asked === null) {
        const keys = new Set<string>();
        asked = { keys, found: ask(keys) };
      }
      const { keys, found } = asked;
      keys.add(key);
      return (await found).get(key) ?? null;
    },
  };
}

function keyOf(key: string) {
  return { [memoryTable.key]: { S: key } };
}

export function versionOf(item: Item): number {
  return Number(item[memoryTable.version]?.N);
}

/** Puts the item under its next version, and answers with that; null where the stored version is not the expected one. */
export async function putItem(
  key: string,
  content: Item,
  expectedVersion: number | null,
  { client, name, warm }: Table,
): Promise<number | null> {
  const next = (expectedVersion ?? 0) + 1;
  const condition =
    expectedVersion === null
      ? { ConditionExpression: 'attribute_not_exists(#k)', ExpressionAttributeNames: { '#k': memoryTable.key } }
      : {
          ConditionExpression: '#v = :v',
          ExpressionAttributeNames: { '#v': memoryTable.version },
          ExpressionAttributeValues: { ':v': { N: String(expectedVersion) } },
        };
  const Item = { ...content, ...keyOf(key), [memoryTable.version]: { N: String(next) } };
  try {
    await client.send(new PutItemCommand({ TableName: name, Item, ...condition }));
    warm?.put(key, Item);
    return next;
  } catch (error) {
    // fails toward: reading it anew; a put whose answer was lost may have happened
    warm?.lose(key);
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
