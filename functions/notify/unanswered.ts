import { messageOf } from '../../adapters/slack/message.ts';
import { type Posted, post } from '../../adapters/slack/sender.ts';
import type { EventDetail } from '../../contract/events.ts';
import { hour, type Instant } from '../../core/model/instant.ts';
import { amend, noteTold, rememberedFor } from '../told.ts';
import type { Delivery } from './deliver.ts';

/** What people were told and have not answered yet. */
interface Open {
  readonly id: string;
  readonly at: Instant;
  readonly notice: EventDetail<'ActionTaken'>['notice'];
  readonly choices: EventDetail<'ActionTaken'>['choices'];
}

const key = 'notice unanswered';
/** More than limits let happen in a day; what is beyond is not asked a second time. */
const mostOpen = 60;

/** A question, or something that was done to a credential of somebody's, wants an answer. */
export async function awaitAnswer(
  { id, mode, notice, choices, canWait }: EventDetail<'ActionTaken'>,
  { notes, policy, now }: Delivery,
): Promise<void> {
  const wantsAnswer = choices.includes('approve') || (mode === 'enforce' && choices.includes('mine'));
  if (!wantsAnswer || canWait || policy.notices.escalation.afterHours === 0) return;
  await amend<readonly Open[]>(key, notes, now() + rememberedFor, (open) => {
    if (open?.some((one) => one.id === id)) return null;
    return [...(open ?? []), { id, at: now(), notice, choices }].slice(-mostOpen);
  });
}

/** Somebody did. */
export async function isAnswered(id: string, { notes, now }: Delivery): Promise<void> {
  await amend<readonly Open[]>(key, notes, now() + rememberedFor, (open) =>
    open?.some((one) => one.id === id) ? open.filter((one) => one.id !== id) : null,
  );
}

/** Tells somebody else of what nobody answered, once, with the same buttons. */
export async function escalate(delivery: Delivery): Promise<Posted | null> {
  const { notes, policy, slack, now } = delivery;
  const { escalation, channel: fallback } = policy.notices;
  const open = await amend<readonly Open[]>(key, notes, now() + rememberedFor, () => null);
  const late = (open ?? []).filter(({ at }) => {
    return escalation.afterHours > 0 && now() - at >= escalation.afterHours * hour;
  });
  let last: Posted | null = null;
  for (const { id, at, notice, choices } of late) {
    const hours = Math.floor((now() - at) / hour);
    const status = `Nobody has answered for ${hours === 1 ? 'an hour' : `${hours} hours`}. Whoever is on call has to look.`;
    const message = messageOf(notice, { decisionId: id, choices, status });
    const posted = await post(escalation.channel === '' ? fallback : escalation.channel, message, slack);
    // fails toward: it is tried again with the next bell
    if (posted.kind !== 'posted') return posted;
    await noteTold(id, { place: posted.place, notice, choices }, notes, now() + rememberedFor);
    await isAnswered(id, delivery);
    last = posted;
  }
  return last;
}
