import type { Wish } from '../../contract/events.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { settledSentence } from '../../core/plan/approval.ts';
import { decisionKey } from '../../core/recall.ts';
import { teach } from '../../core/teach.ts';
import type { Work } from './work.ts';

/**
 * What people said to a decision: into the ledger, into what is known of the credential where it was theirs, and out to
 * whoever was told of it. Carrying it out is left to the caller. Throws where there is no such decision.
 */
export async function heed(wish: Wish & { readonly wish: 'answer' }, work: Work): Promise<void> {
  const { id, choice, by } = wish;
  const note = await work.memory.load(decisionKey(id));
  if (note === null) throw new Error('no such decision was made');
  const announcement = JSON.parse(note.text) as Announcement;
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
  if (choice === 'mine') await teach(announcement, { contexts: work.contexts, notes: work.memory });
  await work.teller.tellAnswered(announcement.decision, { choice, by, at });
}
