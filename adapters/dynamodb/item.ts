import {
  type AttributeValue,
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
}

export type Item = Readonly<Record<string, AttributeValue>>;

/** `mayBeOld`: what this process knows will do, for whoever writes the item back on condition of its version. */
export async function getItem(key: string, { client, name, warm }: Table, mayBeOld = false): Promise<Item | null> {
  const kept = mayBeOld ? warm?.get(key) : undefined;
  if (kept !== undefined) return kept;
  const { Item = null } = await client.send(
    new GetItemCommand({ TableName: name, Key: { [memoryTable.key]: { S: key } }, ConsistentRead: true }),
  );
  if (mayBeOld && Item !== null) warm?.keep(key, Item);
  return Item;
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
  const Item = { ...content, [memoryTable.key]: { S: key }, [memoryTable.version]: { N: String(next) } };
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
