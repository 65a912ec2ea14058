import type { EventDetail } from '../contract/events.ts';
import { noteKeys } from '../contract/notes.ts';
import { day, hour, type Instant } from '../core/model/instant.ts';
import { amend, rememberedFor } from './amend.ts';
import type { Desk } from './waiting.ts';

/** What people were told and have not answered yet. */
export interface Unanswered {
  readonly id: string;
  readonly at: Instant;
  readonly notice: EventDetail<'ActionTaken'>['notice'];
  readonly choices: EventDetail<'ActionTaken'>['choices'];
  /** Somebody else was told of it: nobody is asked a third time. */
  readonly isEscalated?: boolean;
}

const key = noteKeys.unanswered;
/** What was done and never answered is nobody's question any more after this. */
const listedFor = 7 * day;
/** More than limits let happen in a day; what is beyond is not asked a second time. */
const mostOpen = 60;

/** A question, or something that was done to a credential of somebody's, wants an answer. */
export async function awaitAnswer(
  { id, mode, notice, choices, canWait }: EventDetail<'ActionTaken'>,
  { notes, now }: Desk,
): Promise<void> {
  const wantsAnswer = choices.includes('approve') || (mode === 'enforce' && choices.includes('mine'));
  if (!wantsAnswer || canWait) return;
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

/**
 * Tells somebody else of what nobody answered, once; where `send` answers false, it is tried again at the next bell. It stays
 * open, for whoever asks how things stand, until it is answered or nobody can answer it any more.
 */
export async function escalate(
  desk: Desk,
  send: (late: Unanswered, status: string) => Promise<boolean>,
): Promise<void> {
  const { notes, policy, now } = desk;
  const { afterHours } = policy.notices.escalation;
  const open = await amend<readonly Unanswered[]>(key, notes, now() + rememberedFor, (all) => {
    const lasting = all?.filter((one) => !isPast(one, policy, now()));
    return lasting === undefined || lasting.length === all?.length ? null : lasting;
  });
  for (const one of open ?? []) {
    const silence = now() - one.at;
    if (one.isEscalated || isPast(one, policy, now()) || afterHours === 0 || silence < afterHours * hour) continue;
    const hours = Math.floor(silence / hour);
    const status = `Nobody has answered for ${hours === 1 ? 'an hour' : `${hours} hours`}. Whoever is on call has to look.`;
    if (!(await send(one, status))) continue;
    await amend<readonly Unanswered[]>(key, notes, now() + rememberedFor, (all) =>
      all === null ? null : all.map((each) => (each.id === one.id ? { ...each, isEscalated: true } : each)),
    );
  }
}

function isPast({ at, choices }: Unanswered, { approvals }: Desk['policy'], now: Instant): boolean {
  return now - at >= (choices.includes('approve') ? approvals.hours * hour : listedFor);
}
