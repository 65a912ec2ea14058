import type { Wish } from '../../contract/events.ts';
import { addLabel } from '../../core/observe/labels.ts';
import { forgetTaken, teach } from '../../core/observe/teach.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { type Choice, settledSentence } from '../../core/plan/approval.ts';
import { demotedBy, labelOf, promotedBy, trackRecordOf, wordsOf } from '../../core/plan/track-record.ts';
import { wasMeant } from '../answers.ts';
import { announcedAs } from './by-button.ts';
import { isSoon } from './taken-back.ts';
import type { Work } from './work.ts';

/**
 * What people said to a decision: into the ledger, into what is known of the credential where it was theirs, and out to
 * whoever was told of it. Carrying it out is left to the caller. Answers with how many signals lost or won trust by it.
 * Throws where there is no such decision.
 */
export async function heed(wish: Wish & { readonly wish: 'answer' }, work: Work): Promise<Trust> {
  const { id, choice, by } = wish;
  const announcement = await announcedAs(id, work);
  const at = work.clock.now();
  await work.ledger.append({
    key: `answered ${id} ${choice}`,
    at,
    kind: 'answered',
    by: by.join(' and '),
    credential: announcement.decision.credential,
    about: id,
    sentence: settledSentence({ choice, by }),
  });
  const trust = await learnFrom(announcement, choice, by, work);
  if (choice === 'mine') await teach(announcement, { contexts: work.contexts, notes: work.memory });
  if (choice === 'undo' && isSoon(announcement.decision.at, at) && !(await wasMeant(id, work.notes)))
    await forgetTaken(announcement, { notes: work.memory });
  await work.teller.tellAnswered(announcement.decision, { choice, by, at });
  return trust;
}

interface Trust {
  readonly demoted: number;
  readonly promoted: number;
}

/**
 * Whose doing it was is a label on each reason: one that is wrong too often loses the right to act, one that proves right wins
 * it, and both are said.
 */
async function learnFrom(
  { decision }: Announcement,
  choice: Choice,
  by: readonly string[],
  work: Work,
): Promise<Trust> {
  if (choice !== 'approve' && choice !== 'mine' && choice !== 'stranger') return { demoted: 0, promoted: 0 };
  const { policy } = await work.settings();
  const { before, after } = await addLabel(labelOf(decision, choice === 'mine'), work.notes);
  const say = async (deed: 'demoted' | 'promoted', id: string, what: string) => {
    const about = { key: `${deed} ${id} ${decision.id}`, at: work.clock.now(), kind: 'answered', about: id } as const;
    const sentence = `${id} ${what}: it ${wordsOf(trackRecordOf(id, after))}.`;
    await work.ledger.append({ ...about, by: by.join(' and '), credential: decision.credential, sentence });
  };
  const [demoted, promoted] = [demotedBy(before, after, policy), promotedBy(before, after, policy)];
  for (const id of demoted) await say('demoted', id, 'no longer acts by itself');
  for (const id of promoted) await say('promoted', id, 'may act by itself from now on');
  return { demoted: demoted.length, promoted: promoted.length };
}
