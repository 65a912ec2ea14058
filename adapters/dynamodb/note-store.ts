import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { memoryTable } from '../../contract/tables.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { second } from '../../core/model/instant.ts';
import { getItem, type Item, putItem, type Table, versionOf } from './item.ts';
import { noteWords } from './note-words.ts';

/** Notes in DynamoDB, one item each, by conditional puts. */
export function dynamodbNoteStore(table: Table): NoteStore {
  return {
    async load(key, mayBeOld = false) {
      const item = await getItem(keyOf(key), table, mayBeOld);
      return item === null ? null : { text: textIn(item), version: versionOf(item) };
    },
    async commit({ key, text, expectedVersion, until }) {
      const expires = until === null ? {} : { [memoryTable.expires]: { N: String(Math.ceil(until / second)) } };
      const content = { ...contentOf(text), ...expires };
      return (await putItem(keyOf(key), content, expectedVersion, table)) !== null;
    },
  };
}

/** A write is charged by the kilobyte, so that a shorter text than this costs nothing more as it is. In bytes. */
const shortText = 800;
/** More than an item can hold of what any note says; it only keeps a strange item from filling the memory. */
const longestText = 16 * 1024 * 1024;

function contentOf(text: string): Item {
  if (Buffer.byteLength(text) <= shortText) return { [memoryTable.text]: { S: text } };
  return { [memoryTable.packed]: { B: deflateRawSync(text, { level: 9, dictionary: noteWords }) } };
}

function textIn(item: Item): string {
  const packed = item[memoryTable.packed]?.B;
  if (packed !== undefined) {
    return inflateRawSync(packed, { maxOutputLength: longestText, dictionary: noteWords }).toString();
  }
  const deflated = item[memoryTable.deflated]?.B;
  if (deflated === undefined) return item[memoryTable.text]?.S ?? 'null';
  return inflateRawSync(deflated, { maxOutputLength: longestText }).toString();
}

function keyOf(key: string): string {
  return `note ${key}`;
}
