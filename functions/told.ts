import { messageOf } from '../adapters/slack/message.ts';
import { type Posted, type SlackAccess, type SlackPlace, update } from '../adapters/slack/sender.ts';
import type { EventDetail } from '../contract/events.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Instant } from '../core/model/instant.ts';
import { caseOf } from '../core/plan/measure.ts';

/** A message of ours in Slack, and what it says. */
export interface Told {
  readonly place: SlackPlace;
  readonly notice: EventDetail<'ActionTaken'>['notice'];
  readonly choices: EventDetail<'ActionTaken'>['choices'];
}

const toldKey = (decisionId: string) => `notice places ${caseOf(decisionId)}`;
const mostRaces = 8;

/** Remembers where a decision was told, so that the message can say later how it ended. */
export async function noteTold(decisionId: string, told: Told, notes: NoteStore, until: Instant): Promise<void> {
  const key = toldKey(decisionId);
  for (let race = 0; race < mostRaces; race++) {
    const stored = await notes.load(key);
    const all = stored === null ? [] : (JSON.parse(stored.text) as Told[]);
    const text = JSON.stringify([...all, told]);
    if (await notes.commit({ key, text, expectedVersion: stored?.version ?? null, until })) return;
  }
  throw new Error('too many tell of one decision at once');
}

/** A sentence on what people have said; while it is open, the message goes on offering what it offered. */
export interface Restated {
  readonly status: string;
  readonly isOpen: boolean;
}

/** Lets every message about the decision say it. Null where there is none, or where all of them were deleted since. */
export async function restate(
  decisionId: string,
  { status, isOpen }: Restated,
  notes: Pick<NoteStore, 'load'>,
  slack: SlackAccess,
): Promise<Posted | null> {
  const stored = await notes.load(toldKey(decisionId));
  const all = stored === null ? [] : (JSON.parse(stored.text) as Told[]);
  let last: Posted | null = null;
  for (const { place, notice, choices } of all) {
    const posted = await update(
      place,
      messageOf(notice, { decisionId, choices: isOpen ? choices : [], status }),
      slack,
    );
    if (posted.kind === 'later') return posted;
    if (posted.kind === 'posted') last = posted;
  }
  return last;
}
