import { messageOf } from '../../adapters/slack/message.ts';
import { type Posted, post, type SlackAccess } from '../../adapters/slack/sender.ts';
import type { EventDetail } from '../../contract/events.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import type { Policy } from '../../core/policy/policy.ts';

export interface Delivery {
  /** Which notices went out. */
  readonly notes: NoteStore;
  readonly slack: SlackAccess;
  readonly policy: Policy;
  readonly now: () => Instant;
}

export type Delivered = Posted | { readonly kind: 'known' };

/** Remembered long enough for every queue to have forgotten. */
const rememberedFor = 30 * day;

export const noticeKey = (id: string) => `notice ${id}`;

/**
 * Once to whom it concerns: the owner's channel, or the fallback where the owner has none, is unknown to Slack, or must
 * not be bothered because nothing was done to them.
 */
export async function deliver(taken: EventDetail<'ActionTaken'>, delivery: Delivery): Promise<Delivered> {
  const { notes, slack, policy, now } = delivery;
  const key = noticeKey(taken.notice.id);
  if ((await notes.load(key)) !== null) return { kind: 'known' };
  const message = messageOf(taken.notice);
  const { channel: fallback, channels } = policy.notices;
  const own = taken.mode === 'enforce' ? channels[taken.notice.to ?? ''] : undefined;
  let posted = await post(own ?? fallback, message, slack);
  if (posted.kind === 'refused' && own !== undefined) posted = await post(fallback, message, slack);
  if (posted.kind === 'posted') {
    // Lost in between, the notice goes out twice.
    await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
  }
  return posted;
}
