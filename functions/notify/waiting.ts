import { type DigestItem, digestOf, mostInDigest } from '../../adapters/slack/message.ts';
import { type Posted, post } from '../../adapters/slack/sender.ts';
import type { EventDetail } from '../../contract/events.ts';
import type { Instant } from '../../core/model/instant.ts';
import { isTimeToSend } from '../../core/outcome/sending-time.ts';
import { amend, noteDigest, rememberedFor } from '../told.ts';
import type { Delivery } from './deliver.ts';

/** What waits for the next digest of a channel. */
interface Gathered {
  readonly since: Instant;
  readonly items: readonly DigestItem[];
  /** So many more, of which nothing is kept but that they are. */
  readonly more: number;
}

type Waiting = Readonly<Record<string, Gathered>>;

const key = 'notice waiting';
/** What is shown of one credential is not what fills the note: 400 KB hold a few hundred items. */
const mostChannels = 40;

/** Keeps a notice for the channel's next digest, once. */
export async function gather(
  channel: string,
  { id: decisionId, notice, choices }: EventDetail<'ActionTaken'>,
  { notes, now }: Delivery,
): Promise<void> {
  const { headline, why } = notice;
  const item: DigestItem = { decisionId, choices, status: null, notice: { headline, why: why.slice(0, 500) } };
  await amend<Waiting>(key, notes, now() + rememberedFor, (before) => {
    const of = before?.[channel] ?? { since: now(), items: [], more: 0 };
    if (of.items.some((one) => one.decisionId === decisionId)) return null;
    const isFull = of.items.length >= mostInDigest || (of.items.length === 0 && full(before));
    const grown = isFull ? { ...of, more: of.more + 1 } : { ...of, items: [...of.items, item] };
    return { ...before, [channel]: grown };
  });
}

function full(waiting: Waiting | null): boolean {
  return Object.keys(waiting ?? {}).length >= mostChannels;
}

/** Sends each channel what has waited long enough. Stops where Slack wants to be left alone; the next bell goes on. */
export async function sendWaiting(delivery: Delivery): Promise<Posted | null> {
  const { notes, policy, slack, now } = delivery;
  const waiting = await amend<Waiting>(key, notes, now() + rememberedFor, () => null);
  let last: Posted | null = null;
  for (const [channel, { since, items, more }] of Object.entries(waiting ?? {})) {
    if (!isTimeToSend(since, policy, now())) continue;
    const message = digestOf(items, more);
    let posted = await post(channel, message, slack);
    if (posted.kind === 'refused' && channel !== policy.notices.channel) {
      posted = await post(policy.notices.channel, message, slack);
    }
    // fails toward: it is sent again with the next bell; the log says what Slack refused
    if (posted.kind === 'later') return posted;
    last = posted;
    if (posted.kind === 'refused') continue;
    // Lost in between, it is sent twice.
    await noteDigest(posted.place, { items, more }, notes, now() + rememberedFor);
    await amend<Waiting>(key, notes, now() + rememberedFor, (before) => without(before, channel, items, more, now()));
  }
  return last;
}

/** What came while it was sent waits for the next one. */
function without(
  before: Waiting | null,
  channel: string,
  sent: readonly DigestItem[],
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
