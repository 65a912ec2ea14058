import { memoryTable } from '../../contract/tables.ts';
import type {
  BaselineWrite,
  CommitResult,
  ContextStore,
  StoredBaseline,
} from '../../core/context/habits/context-store.ts';
import { decode, encode } from '../../core/context/habits/encode.ts';
import { getItem, putItem, type Table, versionOf } from './item.ts';

/** Baselines in DynamoDB, one item each, by conditional puts. */
export function dynamodbContextStore(table: Table): ContextStore {
  async function load(subject: string, mayBeOld = false): Promise<StoredBaseline | null> {
    const kept = mayBeOld ? table.warm?.get(keyOf(subject)) : undefined;
    const item = kept ?? (await getItem(keyOf(subject), table, mayBeOld));
    if (item === null) return null;
    const decoded = decode(item[memoryTable.bytes]?.B ?? new Uint8Array());
    if (!decoded.ok) throw new Error(`The baseline of ${subject} cannot be read: ${decoded.error}`);
    return { baseline: decoded.value, version: versionOf(item), ...(kept !== undefined && { mayBeOld: true }) };
  }

  async function commit({ subject, baseline, expectedVersion }: BaselineWrite): Promise<CommitResult> {
    const content = { [memoryTable.bytes]: { B: encode(baseline) } };
    const version = await putItem(keyOf(subject), content, expectedVersion, table);
    return version === null ? { kind: 'conflict', current: await load(subject) } : { kind: 'committed', version };
  }

  return { load, commit, commitAll: (writes) => Promise.all(writes.map(commit)) };
}

function keyOf(subject: string): string {
  return `baseline ${subject}`;
}
