import { createHash } from 'node:crypto';
import { deedsTable } from '../../contract/tables.ts';
import { type AuditEntry, type AuditFact, sealEntry } from '../../core/outcome/audit-entry.ts';
import type { Ledger } from '../../core/outcome/ports.ts';
import { getItem, getItems, type Item, putItem, type Table, versionOf } from './item.ts';

/** The last entry whose mark is known to stand, as it is on record; of what number it is, and the version of the head that says so. */
interface Head {
  readonly sequence: number;
  readonly version: number | null;
  /** Absent where it was not read yet. */
  readonly text?: string;
}

/**
 * The ledger in DynamoDB: an item an entry, put only where none of its number is. Beside it a mark for each key, and the
 * number of the last entry whose mark is known to stand. Whoever dies in between leaves entries without a mark, and the
 * next one finds them on the way to the end of the chain. Whoever appends again goes on from their own last entry, if that
 * is still the end.
 */
export function dynamodbLedger(table: Table): Ledger {
  let own: Head | null = null;

  async function entryAt(sequence: number): Promise<AuditEntry | null> {
    const item = await getItem(entryKey(sequence), table);
    return entryIn(item ?? undefined);
  }

  async function mark({ key, sequence }: AuditEntry): Promise<void> {
    await putItem(markKey(key), { [deedsTable.text]: { S: String(sequence) } }, null, table);
  }

  async function readHead(): Promise<Head> {
    const item = await getItem(headKey, table);
    return item === null
      ? { sequence: 0, version: null }
      : { sequence: Number(textIn(item)), version: versionOf(item) };
  }

  async function append(fact: AuditFact): Promise<void> {
    // The head first: what has no mark afterwards is in no entry up to it.
    const head = own ?? (await readHead());
    const [markOf, entryOf, nextOf] = [markKey(fact.key), entryKey(head.sequence), entryKey(head.sequence + 1)];
    const found = await getItems([markOf, nextOf, ...(head.sequence === 0 ? [] : [entryOf])], table);
    if (found.has(markOf)) return;
    const [at, next] = [found.get(entryOf), found.get(nextOf)];
    // Somebody else went on from there, or there is not what was written there: the head of now knows.
    if (head.text !== undefined && (next !== undefined || textIn(at) !== head.text)) {
      own = null;
      return append(fact);
    }
    let last = entryIn(at);
    let there = last === null && head.sequence > 0 ? await entryAt(1) : entryIn(next);
    for (;;) {
      const sequence = (last?.sequence ?? 0) + 1;
      const entry: AuditEntry = there ?? sealEntry(fact, last, sha256);
      const isMine = there === null && (await putItem(entryKey(sequence), contentOf(entry), null, table)) !== null;
      if (there !== null || isMine) {
        await mark(entry);
        last = entry;
        if (entry.key === fact.key) break;
      }
      // Or somebody was faster with this number: it is looked at again.
      there = await entryAt(there === null ? sequence : sequence + 1);
    }
    const { sequence } = last;
    // Refused where somebody else has moved it on: it only spares the next one steps.
    const version = await putItem(headKey, { [deedsTable.text]: { S: String(sequence) } }, head.version, table);
    own = version === null ? null : { sequence, version, text: textOf(last) };
  }

  /** As far as none is missing. */
  async function read(first: number, end: number): Promise<AuditEntry[]> {
    const keys = Array.from({ length: end - first + 1 }, (_, at) => entryKey(first + at));
    const found = await getItems(keys, table);
    const gap = keys.findIndex((key) => !found.has(key));
    return keys.slice(0, gap < 0 ? keys.length : gap).flatMap((key) => entryIn(found.get(key)) ?? []);
  }

  async function entries(): Promise<AuditEntry[]> {
    const { sequence } = await readHead();
    const all: AuditEntry[] = [];
    // Whatever the head says: what is missing is the end.
    for (let some = mostAtOnce; some === mostAtOnce && all.length < sequence; ) {
      const found = await read(all.length + 1, Math.min(all.length + mostAtOnce, sequence));
      all.push(...found);
      some = found.length;
    }
    for (let next = await entryAt(all.length + 1); next !== null; next = await entryAt(all.length + 1)) all.push(next);
    return all;
  }

  async function latest(count: number): Promise<AuditEntry[]> {
    // Behind the head stand at most those entries whose writer died or is at it.
    let { sequence: end } = await readHead();
    while ((await entryAt(end + 1)) !== null) end += 1;
    const keys = Array.from({ length: Math.min(count, end) }, (_, at) => entryKey(end - at));
    const found = await getItems(keys, table);
    return keys.flatMap((key) => entryIn(found.get(key)) ?? []);
  }

  async function entry(key: string): Promise<AuditEntry | null> {
    const marked = await getItem(markKey(key), table);
    return marked === null ? null : entryAt(Number(textIn(marked)));
  }

  return { append, entries, entry, latest };
}

const mostAtOnce = 100;

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

function textIn(item: Item | undefined): string {
  return item?.[deedsTable.text]?.S ?? 'null';
}

function entryIn(item: Item | undefined): AuditEntry | null {
  return JSON.parse(textIn(item));
}

function textOf(entry: AuditEntry): string {
  return JSON.stringify(entry);
}

function contentOf(entry: AuditEntry): Item {
  return { [deedsTable.text]: { S: textOf(entry) } };
}
