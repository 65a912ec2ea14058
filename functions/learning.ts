import { type BackfillProgress, noteKeys } from '../contract/notes.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Policy } from '../core/policy/policy.ts';
import { documentsIn } from './documents.ts';
import type { Fresh } from './settings.ts';

/**
 * The settings, whose policy only observes until the past has been learned, whatever it says: who has no habits on record
 * must not be acted on. `learning`: `first` where a past is to be learned, `none` where there is none.
 */
export function afterLearning<T extends { readonly policy: Policy }>(
  settings: Fresh<T>,
  learning: string,
  notes: Pick<NoteStore, 'load'>,
): Fresh<T> {
  let isDone = learning === 'none';
  return async (notOlderThan) => {
    const found = await settings(notOlderThan);
    // fails toward: observing; a note that cannot be read throws, and the message comes again
    isDone ||= await hasLearned(notes);
    return isDone ? found : { ...found, policy: { ...found.policy, mode: 'observe' } };
  };
}

async function hasLearned(notes: Pick<NoteStore, 'load'>): Promise<boolean> {
  const { read } = documentsIn({ ...notes, commit: async () => false });
  const progress = await read<Pick<BackfillProgress, 'learnedAt'>>(noteKeys.backfill);
  return progress !== null && progress.learnedAt !== null;
}
