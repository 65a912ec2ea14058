import type { EventDetail } from '../contract/events.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import type { Instant } from '../core/model/instant.ts';
import { isTimeToSend } from '../core/outcome/sending-time.ts';
import type { Policy } from '../core/policy/policy.ts';
import { amend, rememberedFor } from './amend.ts';

/** What whoever tells people needs, whatever they tell them by. */
export interface Desk {
  readonly notes: NoteStore;
  readonly policy: Policy;
  readonly now: () => Instant;
}

/** A notice that could wait, as a digest shows it. */
export interface Kept {
  readonly decisionId: string;
  readonly choices: EventDetail<'ActionTaken'>['choices'];
  readonly notice: Pick<EventDetail<'ActionTaken'>['notice'], 'headline' | 'why'>;
}

/** What waits for the next digest of a channel. */
interface Gathered {
  readonly since: Instant;
  readonly items: readonly Kept[];
  /** So many more, of which nothing is kept but that they are. */
  readonly more: number;
}

type Waiting = Readonly<Record<string, Gathered>>;

const key = 'notice waiting';
/** So that one message shows them all. */
const mostKept = 15;
/** A note holds 400 KB: a few hundred notices. */
const mostChannels = 40;
const mostOfReason = 500;

/** Keeps a notice for the channel's next digest, once. */
export async function gather(channel: string, taken: EventDetail<'ActionTaken'>, { notes, now }: Desk): Promise<void> {
  const { id: decisionId, choices } = taken;
  const { headline, why } = taken.notice;
  const kept: Kept = { decisionId, choices, notice: { headline, why: why.slice(0, mostOfReason) } };
  await amend<Waiting>(key, notes, now() + rememberedFor, (before) => {
    const of = before?.[channel] ?? { since: now(), items: [], more: 0 };
    if (of.items.some((one) => one.decisionId === decisionId)) return null;
    const hasRoom = of.items.length > 0 ? of.items.length < mostKept : Object.keys(before ?? {}).length < mostChannels;
    return { ...before, [channel]: hasRoom ? { ...of, items: [...of.items, kept] } : { ...of, more: of.more + 1 } };
  });
}

/** Sends what has waited long enough, channel by channel; where `send` answers false, it is kept for the next bell. */
export async function sendWaiting(
  { notes, policy, now }: Desk,
  send: (channel: string, items: readonly Kept[], more: number) => Promise<boolean>,
): Promise<void> {
  const waiting = await amend<Waiting>(key, notes, now() + rememberedFor, () => null);
  for (const [channel, { since, items, more }] of Object.entries(waiting ?? {})) {
    if (!isTimeToSend(since, policy, now()) || !(await send(channel, items, more))) continue;
    // Lost in between, it is sent twice.
    await amend<Waiting>(key, notes, now() + rememberedFor, (before) => without(before, channel, items, more, now()));
  }
}

/** What came while it was sent waits for the next one. */
function without(
  before: Waiting | null,
  channel: string,
  sent: readonly Kept[],
  more: number,
  now: Instant,
): Waiting | null {
  const of = before?.[channel];
  if (before === null || of === undefined) return null;
  const items = of.items.filter((one) => !sent.some(({ decisionId }) => decisionId === one.decisionId));
  const { [channel]: _, ...others } = before;
  if (items.length === 0 && of.more <= more) return others;
  return { ...others, [channel]: { since: now, items, more: Math.max(0, of.more - more) } };
}
