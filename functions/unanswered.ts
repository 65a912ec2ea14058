import type { EventDetail } from '../contract/events.ts';
import { noteKeys } from '../contract/notes.ts';
import { hour, type Instant } from '../core/model/instant.ts';
import { amend, rememberedFor } from './amend.ts';
import type { Desk } from './waiting.ts';

/** What people were told and have not answered yet. */
export interface Unanswered {
  readonly id: string;
  readonly at: Instant;
  readonly notice: EventDetail<'ActionTaken'>['notice'];
  readonly choices: EventDetail<'ActionTaken'>['choices'];
}

const key = noteKeys.unanswered;
/** More than limits let happen in a day; what is beyond is not asked a second time. */
const mostOpen = 60;

/** A question, or something that was done to a credential of somebody's, wants an answer. */
export async function awaitAnswer(
  { id, mode, notice, choices, canWait }: EventDetail<'ActionTaken'>,
  { notes, policy, now }: Desk,
): Promise<void> {
  const wantsAnswer = choices.includes('approve') || (mode === 'enforce' && choices.includes('mine'));
  if (!wantsAnswer || canWait || policy.notices.escalation.afterHours === 0) return;
  await amend<readonly Unanswered[]>(key, notes, now() + rememberedFor, (open) => {
    if (open?.some((one) => one.id === id)) return null;
    return [...(open ?? []), { id, at: now(), notice, choices }].slice(-mostOpen);
  });
}

/** Somebody did. */
export async function isAnswered(id: string, { notes, now }: Desk): Promise<void> {
  await amend<readonly Unanswered[]>(key, notes, now() + rememberedFor, (open) =>
    open?.some((one) => one.id === id) ? open.filter((one) => one.id !== id) : null,
  );
}

/** Tells somebody else of what nobody answered, once; where `send` answers false, it is kept for the next bell. */
export async function escalate(
  desk: Desk,
  send: (late: Unanswered, status: string) => Promise<boolean>,
): Promise<void> {
  const { notes, policy, now } = desk;
  const { afterHours } = policy.notices.escalation;
  const open = await amend<readonly Unanswered[]>(key, notes, now() + rememberedFor, () => null);
  for (const one of open ?? []) {
    const silence = now() - one.at;
    if (afterHours === 0 || silence < afterHours * hour) continue;
    const hours = Math.floor(silence / hour);
    const status = `Nobody has answered for ${hours === 1 ? 'an hour' : `${hours} hours`}. Whoever is on call has to look.`;
    if (await send(one, status)) await isAnswered(one.id, desk);
  }
}
