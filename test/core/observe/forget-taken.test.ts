import { expect, it } from 'vitest';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { memberKey } from '../../../core/observe/note-keys.ts';
import { forgetTaken } from '../../../core/observe/teach.ts';
import { newCase } from '../../../core/plan/case.ts';
import { noon } from '../../cases/use.ts';

it('a measure that is taken back as a mistake leaves nothing owed, and all that was taken beside it', async () => {
  const notes = memoryNoteStore();
  const [mistake, other] = [noon, noon + 1].map((at) => ({ at, session: null }));
  const state = { ...newCase(), owed: 'quarantine', taken: [mistake, other] };
  const key = memberKey('subject');
  await notes.commit({ key, text: JSON.stringify({ state }), expectedVersion: null, until: noon });
  await forgetTaken({ decision: { at: noon }, subject: 'subject' } as Parameters<typeof forgetTaken>[0], { notes });
  const kept = JSON.parse((await notes.load(key))?.text ?? '{}');
  expect(kept.state).toMatchObject({ owed: null, taken: [other] });
});
