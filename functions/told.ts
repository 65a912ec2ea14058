import { type DigestItem, digestOf, messageOf } from '../adapters/slack/message.ts';
import { type Posted, type SlackAccess, type SlackPlace, update } from '../adapters/slack/sender.ts';
import type { EventDetail } from '../contract/events.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Instant } from '../core/model/instant.ts';
import { caseOf } from '../core/plan/measures/measure.ts';
import { amend } from './amend.ts';

type Taken = EventDetail<'ActionTaken'>;

/** A message of ours in Slack, and what it says: of one decision, or of many that could wait. */
export type Told =
  | { readonly place: SlackPlace; readonly notice: Taken['notice']; readonly choices: Taken['choices'] }
  | { readonly place: SlackPlace; readonly digest: true };

export interface Digest {
  readonly items: readonly DigestItem[];
  readonly more: number;
}

const toldKey = (decisionId: string) => `notice places ${caseOf(decisionId)}`;
const digestKey = ({ channel, ts }: SlackPlace) => `notice digest ${channel} ${ts}`;

/** Remembers where a decision was told, so that the message can say later how it ended. */
export async function noteTold(decisionId: string, told: Told, notes: NoteStore, until: Instant): Promise<void> {
  await amend<readonly Told[]>(toldKey(decisionId), notes, until, (all) => [...(all ?? []), told]);
}

/** Remembers what a digest says, and of each of its decisions that it is told there. */
export async function noteDigest(place: SlackPlace, digest: Digest, notes: NoteStore, until: Instant): Promise<void> {
  await amend<Digest>(digestKey(place), notes, until, () => digest);
  for (const { decisionId } of digest.items) await noteTold(decisionId, { place, digest: true }, notes, until);
}

/** A sentence on what people have said; while it is open, the message goes on offering what it offered. */
export interface Restated {
  readonly status: string;
  readonly isOpen: boolean;
}

/**
 * Lets every message about the decision say it. Null where there is none, or where all of them were deleted since. A digest
 * is left to whoever may write down what it says.
 */
export async function restate(
  decisionId: string,
  { status, isOpen }: Restated,
  notes: Pick<NoteStore, 'load'>,
  slack: SlackAccess,
): Promise<Posted | null> {
  let last: Posted | null = null;
  for (const told of await toldOf(decisionId, notes)) {
    if ('digest' in told) continue;
    const standing = { decisionId, choices: isOpen ? told.choices : [], status };
    const posted = await update(told.place, messageOf(told.notice, standing), slack);
    if (posted.kind === 'later') return posted;
    if (posted.kind === 'posted') last = posted;
  }
  return last;
}

/** The same for digests: only this decision's part of them says something else. */
export async function restateInDigests(
  decisionId: string,
  status: string,
  notes: NoteStore,
  until: Instant,
  slack: SlackAccess,
): Promise<Posted | null> {
  let last: Posted | null = null;
  for (const told of await toldOf(decisionId, notes)) {
    if (!('digest' in told)) continue;
    const digest = await amend<Digest>(digestKey(told.place), notes, until, (before) => {
      if (before === null) return null;
      const items = before.items.map((one) => (one.decisionId === decisionId ? { ...one, status } : one));
      return { ...before, items };
    });
    if (digest === null) continue;
    const posted = await update(told.place, digestOf(digest.items, digest.more), slack);
    if (posted.kind === 'later') return posted;
    if (posted.kind === 'posted') last = posted;
  }
  return last;
}

async function toldOf(decisionId: string, notes: Pick<NoteStore, 'load'>): Promise<readonly Told[]> {
  const stored = await notes.load(toldKey(decisionId));
  return stored === null ? [] : JSON.parse(stored.text);
}
