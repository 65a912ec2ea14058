import { expect, it } from 'vitest';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { documentsIn } from '../../functions/documents.ts';

it('of two who write a document at the same moment, the one who loses hears of it, and may come again', async () => {
  const notes = memoryNoteStore();
  const documents = documentsIn(notes);
  await documents.write('progress', { done: 1 }, null);
  const both = await Promise.allSettled([2, 3].map((done) => documents.write('progress', { done }, null)));
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(await documents.read('progress')).toEqual({ done: 2 });
  await documents.write('progress', { done: 3 }, null);
  expect(await documents.read('progress')).toEqual({ done: 3 });
  // What is there already is nobody's race.
  await expect(Promise.all([3, 3].map((done) => documents.write('progress', { done }, null)))).resolves.toBeDefined();
});
