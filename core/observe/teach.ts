import { emptyBaseline } from '../context/habits/baseline.ts';
import { commitJoined } from '../context/habits/context-store.ts';
import { daysToSettle } from '../context/habits/familiarity.ts';
import { learn } from '../context/habits/learn.ts';
import { amendNote } from '../context/note-store.ts';
import { day } from '../model/instant.ts';
import type { Announcement } from '../plan/announcement.ts';
import { newCase } from '../plan/case.ts';
import type { MemberNote } from './member-note.ts';
import { memberKey, principalKey } from './note-keys.ts';
import type { Stores } from './recall.ts';

/**
 * What follows when an owner says that a use was theirs: its place, program and deed count as habits from now on, as if seen on quiet days
 * before, and the evidence against the credential is dropped. Without a use on record, only the evidence is.
 */
export async function teach({ decision, subject, lesson = null }: Announcement, stores: Stores): Promise<void> {
  if (lesson !== null) {
    const own = decision.kind === 'role' ? [subject] : [subject, principalKey(decision.principal)];
    for (const name of own) {
      const stored = await stores.contexts.load(name);
      const baseline = stored?.baseline ?? emptyBaseline();
      for (let before = 1; before <= daysToSettle; before++) {
        learn(baseline, { ...lesson, denied: false, at: lesson.at - before * day }, 'learn');
      }
      const write = { subject: name, baseline, expectedVersion: stored?.version ?? null };
      if (!(await commitJoined(write, stores.contexts)).ok)
        throw new Error('too many processes write the baseline at once');
    }
  }
  await amendNote<MemberNote>(memberKey(subject), stores.notes, (note) =>
    note === null ? null : { ...note, signals: [], state: { ...newCase(), calledAt: null } },
  );
}

/**
 * What follows when a decision is taken back as a mistake: what the credential made around then is no longer taken for a thief's, and nothing that
 * limits held back is owed. The evidence stays and fades, since whoever takes something back does not say whose doing it was.
 */
export async function forgetTaken({ decision, subject }: Announcement, stores: Pick<Stores, 'notes'>): Promise<void> {
  await amendNote<MemberNote>(memberKey(subject), stores.notes, (note) => {
    if (note === null) return null;
    // Notes of earlier versions have none.
    const { taken = [] } = note.state;
    return { ...note, state: { ...note.state, taken: taken.filter(({ at }) => at !== decision.at), owed: null } };
  });
}
