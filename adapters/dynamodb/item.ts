import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { memoryTable } from '../../contract/tables.ts';

/** A table, and how to reach it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export type Item = Readonly<Record<string, AttributeValue>>;

export async function getItem(key: string, { client, name }: Table): Promise<Item | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: { [memoryTable.key]: { S: key } }, ConsistentRead: true }),
  );
  return Item ?? null;
}

export function versionOf(item: Item): number {
  return Number(item[memoryTable.version]?.N);
}

/** Puts the item under its next version, and answers with that; null where the stored version is not the expected one. */
export async function putItem(
  key: string,
  content: Item,
  expectedVersion: number | null,
  { client, name }: Table,
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
    return next;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
