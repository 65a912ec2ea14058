import { createHash } from 'node:crypto';
import { deedsTable } from '../../contract/tables.ts';
import { type AuditEntry, type AuditFact, sealEntry } from '../../core/outcome/audit-entry.ts';
import type { Ledger } from '../../core/outcome/ports.ts';
import { getItem, putItem, type Table, versionOf } from './item.ts';

/**
 * The ledger in DynamoDB: an item an entry, put only where none of its number is. Beside it a mark for each key, and the
 * number of the last entry whose mark is known to stand. Whoever dies in between leaves entries without a mark, and the
 * next one finds them on the way to the end of the chain.
 */
export function dynamodbLedger(table: Table): Ledger {
  async function entryAt(sequence: number): Promise<AuditEntry | null> {
    const item = await getItem(entryKey(sequence), table);
    return item === null ? null : (JSON.parse(item[deedsTable.text]?.S ?? 'null') as AuditEntry);
  }

  async function mark({ key, sequence }: AuditEntry): Promise<void> {
    await putItem(markKey(key), { [deedsTable.text]: { S: String(sequence) } }, null, table);
  }

  async function append(fact: AuditFact): Promise<void> {
    // The head first: what has no mark afterwards is in no entry up to it.
    const head = await getItem(headKey, table);
    if ((await getItem(markKey(fact.key), table)) !== null) return;
    const marked = Number(head?.[deedsTable.text]?.S ?? 0);
    let last = marked === 0 ? null : await entryAt(marked);
    for (;;) {
      const next = (last?.sequence ?? 0) + 1;
      const there = await entryAt(next);
      const entry: AuditEntry = there ?? sealEntry(fact, last, sha256);
      const content = { [deedsTable.text]: { S: JSON.stringify(entry) } };
      const isMine = there === null && (await putItem(entryKey(next), content, null, table)) !== null;
      // Somebody was faster with this number: it is looked at again.
      if (there === null && !isMine) continue;
      await mark(entry);
      last = entry;
      if (entry.key === fact.key) break;
    }
    // Refused where somebody else has moved it on: it only spares the next one steps.
    const version = head === null ? null : versionOf(head);
    await putItem(headKey, { [deedsTable.text]: { S: String(last.sequence) } }, version, table);
  }

  async function entries(): Promise<AuditEntry[]> {
    const all: AuditEntry[] = [];
    for (let next = await entryAt(1); next !== null; next = await entryAt(all.length + 1)) all.push(next);
    return all;
  }

  async function latest(count: number): Promise<AuditEntry[]> {
    // Behind the head stand at most those entries whose writer died or is at it.
    const head = await getItem(headKey, table);
    let end = Number(head?.[deedsTable.text]?.S ?? 0);
    while ((await entryAt(end + 1)) !== null) end += 1;
    const sequences = Array.from({ length: Math.min(count, end) }, (_, at) => end - at);
    const found = await Promise.all(sequences.map(entryAt));
    return found.filter((entry) => entry !== null);
  }

  return { append, entries, latest };
}

const headKey = 'ledger head';

function entryKey(sequence: number): string {
  return `ledger entry ${sequence}`;
}

function markKey(key: string): string {
  return `ledger key ${sha256(key)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
