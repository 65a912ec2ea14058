import { memoryTable } from '../../contract/tables.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { second } from '../../core/model/instant.ts';
import { getItem, putItem, type Table, versionOf } from './item.ts';

/** Notes in DynamoDB, one item each, by conditional puts. */
export function dynamodbNoteStore(table: Table): NoteStore {
  return {
    async load(key) {
      const item = await getItem(keyOf(key), table);
      return item === null ? null : { text: item[memoryTable.text]?.S ?? 'null', version: versionOf(item) };
    },
    async commit({ key, text, expectedVersion, until }) {
      const expires = until === null ? {} : { [memoryTable.expires]: { N: String(Math.ceil(until / second)) } };
      const content = { [memoryTable.text]: { S: text }, ...expires };
      return (await putItem(keyOf(key), content, expectedVersion, table)) !== null;
    },
  };
}

function keyOf(key: string): string {
  return `note ${key}`;
}
