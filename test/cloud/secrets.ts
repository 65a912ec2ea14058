import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Deployed } from './deployed.ts';

/** Shorter ones stand in other words, too. */
const shortest = 8;

/** All that nobody else may read: values of secrets with what is in them, of keys and of sessions, whoever's they are, in any version. */
export function secretsOf({ aws: { world } }: Deployed['cloud']): ReadonlySet<string> {
  const accounts = [...world.accounts.values()].map(({ state }) => state.latest);
  const stored = accounts.flatMap(({ secrets }) =>
    [...secrets.values()].flatMap(({ versions }) => [...versions.values()]),
  );
  const texts = stored.flatMap(({ text }) => (text === null ? [] : valuesIn(text)));
  const keys = accounts.flatMap(({ users }) =>
    [...users.values()].flatMap(({ keys }) => keys.map(({ secret }) => secret)),
  );
  const sessions = [...world.sessions.values()].flatMap(({ secretAccessKey, token }) => [secretAccessKey, token]);
  return new Set([...texts, ...keys, ...sessions].filter(({ length }) => length >= shortest));
}

/** Of a secret that is a document, what its fields hold, however it is quoted; names and addresses are no secrets. */
function valuesIn(text: string): string[] {
  if (!text.startsWith('{')) return [text];
  const values = Object.values(JSON.parse(text) as Record<string, unknown>);
  return values.filter((value) => typeof value === 'string').filter((value) => !/^(https?:|AKIA)/.test(value));
}

/** Everything that the functions have let out: log lines, events, letters, messages in queues, items of tables. */
export async function letOut({ cloud, table: { client } }: Deployed): Promise<ReadonlyMap<string, string>> {
  const out = new Map<string, string>();
  // Lines are joined as they came: a long one comes in pieces.
  for (const name of cloud.names()) out.set(`log of ${name}`, cloud.function(name).lines.join(''));
  out.set('events', JSON.stringify(cloud.announced));
  out.set('letters', JSON.stringify(cloud.published));
  for (const [arn, queue] of cloud.queues) out.set(`queue ${arn}`, queue.bodies().join('\n'));
  for (const { type, ref } of cloud.resources) {
    if (type !== 'AWS::DynamoDB::GlobalTable') continue;
    let from: Parameters<typeof scanOf>[1];
    const items: unknown[] = [];
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(scanOf(ref, from));
      items.push(...Items);
      from = LastEvaluatedKey;
    } while (from !== undefined);
    out.set(`table ${ref}`, JSON.stringify(items));
  }
  return out;
}

function scanOf(
  TableName: string,
  ExclusiveStartKey: ConstructorParameters<typeof ScanCommand>[0]['ExclusiveStartKey'],
) {
  return new ScanCommand({ TableName, ExclusiveStartKey });
}

/** Where a secret got out. Each place is read once, however many secrets there are. */
export function leaks(out: ReadonlyMap<string, string>, secrets: ReadonlySet<string>): string[] {
  const byStart = Map.groupBy(secrets, (secret) => secret.slice(0, shortest));
  const holdsOne = (text: string) => {
    for (let at = 0; at <= text.length - shortest; at++) {
      const begun = byStart.get(text.slice(at, at + shortest));
      if (begun?.some((secret) => text.startsWith(secret, at)) === true) return true;
    }
    return false;
  };
  return [...out].flatMap(([where, text]) => (holdsOne(text) ? [where] : []));
}
