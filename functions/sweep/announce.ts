import type { NoteStore } from '../../core/context/note-store.ts';
import { day } from '../../core/model/instant.ts';
import { AtWork } from '../../core/observe/at-work.ts';
import { decisionKey } from '../../core/observe/note-keys.ts';
import { Notebook } from '../../core/observe/notebook.ts';
import type { Announcement, Announcer } from '../../core/plan/announcement.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import type { Compared } from '../../core/sweep/findings.ts';
import type { JudgedAccount } from '../../core/sweep/sweep.ts';
import { documentsIn } from '../documents.ts';
import type { Settings } from '../settings.ts';

export interface Announcing {
  readonly notes: NoteStore;
  readonly announcer: Announcer;
  readonly settings: () => Promise<Settings>;
}

const decisionsKeptFor = 400 * day;

/**
 * What was not told before, on record under its id first: whoever hears of a decision looks it up. A step that is due and
 * not in force comes again each time, where the policy enforces: limits may have held it back, or the policy only observed.
 */
export async function announceNews(
  judged: JudgedAccount,
  { decisions, news, findings }: Compared,
  work: Announcing,
): Promise<void> {
  const notebook = new Notebook(work.notes);
  const { words } = await work.settings();
  const atWork = new AtWork(words.declared);
  const fresh: Announcement[] = [];
  for (const [at, { assessment, known }] of judged.judged.entries()) {
    const decision = decisions[at];
    if (decision === undefined) continue;
    const { subject, policyVersion, credential } = assessment;
    const finding = findings.get(subject);
    const isDue = decision.mode === 'enforce' && finding?.due != null && finding.outcomeId === null;
    if (news[decision.id] === 'known' && !isDue) continue;
    const inUse = isDisruptive(decision.action) ? await atWork.of(credential, notebook) : null;
    const facts = { ...known, session: null, ...(inUse !== null && { inUse }) };
    fresh.push({ decision, subject, policyVersion, known: facts });
  }
  // In place of what is on record under the id, if anything is: the policy may have changed since.
  for (const one of fresh) {
    const { id, at } = one.decision;
    await documentsIn(work.notes).write(decisionKey(id), one, at + decisionsKeptFor);
  }
  if (fresh.length > 0) await work.announcer.announce(fresh);
}
