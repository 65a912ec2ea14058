import { expect, test } from 'vitest';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { CredentialUse } from '../../../core/intake/credential-use.ts';
import { intake } from '../../../core/intake/intake.ts';
import { noteSeen, seenCredentials } from '../../../core/observe/seen-credentials.ts';
import { account, record, user } from '../intake/sample.ts';

function useOf(key: string): CredentialUse {
  const taken = intake(record({ ...user, accessKeyId: key }, {}));
  if (taken.kind !== 'use') throw new Error('no use');
  return taken.use;
}
const here = useOf('AKIA').credential.accountId;
const keys = (count: number) => Array.from({ length: count }, (_, at) => `AKIAEXAMPLE${String(at).padStart(9, '0')}`);

test('each is on record once, whoever writes at the same time', async () => {
  const notes = memoryNoteStore();
  const all = keys(100);
  await Promise.all(all.map((key) => noteSeen([useOf(key), useOf(all[0] ?? '')], notes)));
  expect((await seenCredentials(here, notes)).map(({ id }) => id).toSorted()).toEqual(all);
  expect(await seenCredentials('999988887777' as typeof here, notes)).toEqual([]);
  expect(here).toBe(account);
});

test('no note grows past what it holds: who was seen first is forgotten first', async () => {
  const stored = memoryNoteStore();
  const lengths: number[] = [];
  const notes = {
    ...stored,
    commit: (note: Parameters<typeof stored.commit>[0]) => {
      lengths.push(note.text.length);
      return stored.commit(note);
    },
  };
  const all = keys(20_000);
  for (let at = 0; at < all.length; at += 1_000) await noteSeen(all.slice(at, at + 1_000).map(useOf), notes);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(150_000);
  const ids = new Set((await seenCredentials(here, notes)).map(({ id }) => id as string));
  expect(all.slice(-1_000).every((key) => ids.has(key))).toBe(true);
  expect(ids.size).toBeGreaterThan(2_000);
  expect(ids.has(all[0] ?? '')).toBe(false);
});
