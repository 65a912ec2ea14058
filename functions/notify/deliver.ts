import { digestOf, messageOf, type SlackMessage } from '../../adapters/slack/message.ts';
import { type Posted, post, type SlackAccess, type SlackPlace } from '../../adapters/slack/sender.ts';
import type { EventDetail } from '../../contract/events.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { isTimeToSend } from '../../core/outcome/sending-time.ts';
import { isOwner } from '../../core/plan/approval.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { rememberedFor } from '../amend.ts';
import { named } from '../named.ts';
import { noteDigest, noteTold, restate, restateInDigests } from '../told.ts';
import { awaitAnswer, escalate, isAnswered } from '../unanswered.ts';
import { type Desk, gather, sendWaiting } from '../waiting.ts';

/** `notes`: which notices went out, and where. */
export interface Delivery extends Desk {
  readonly slack: SlackAccess;
}

/** `waits`: it is kept for the next digest. */
export type Delivered = Posted | { readonly kind: 'known' | 'waits' };

/** What is told of one credential within this stands in one thread. */
const threadFor = 3 * day;

const noticeKey = (id: string) => `notice ${id}`;
const threadKey = (channel: string, credential: string) => `notice thread ${channel} ${credential}`;

type Taken = EventDetail<'ActionTaken'>;

interface Thread {
  readonly ts: string;
  readonly at: Instant;
}

/**
 * Once to whom it concerns: the owner's channel, or the fallback where the owner has none, is unknown to Slack, or must
 * not be bothered because nothing was done to them.
 */
export async function deliver(given: Taken, delivery: Delivery): Promise<Delivered> {
  const { notes, policy, now } = delivery;
  const key = noticeKey(given.notice.id);
  if ((await notes.load(key)) !== null) return { kind: 'known' };
  const taken = await named(given, notes);
  const { channel: fallback } = policy.notices;
  const own = taken.mode === 'enforce' ? channelOf(taken.notice.to, policy) : undefined;
  if (taken.canWait && !isTimeToSend(now(), policy, now())) {
    await gather(own ?? fallback, taken, delivery);
    await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
    return { kind: 'waits' };
  }
  const message = messageOf(taken.notice, { decisionId: taken.id, choices: taken.choices, status: null });
  let posted = await inThread(own ?? fallback, taken.credential, message, delivery);
  if (posted.kind === 'refused' && own !== undefined) {
    posted = await inThread(fallback, taken.credential, message, delivery);
  }
  if (posted.kind === 'posted') {
    const { notice, choices } = taken;
    await noteTold(taken.id, { place: posted.place, notice, choices }, notes, now() + rememberedFor);
    await awaitAnswer(taken, delivery);
    // Lost in between, the notice goes out twice.
    await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
  }
  return posted;
}

/** Once, and at once, to the owner's channel or the fallback: a hold, which a thief may be glad of, or its end. */
export async function deliverHeld(given: EventDetail<'CredentialHeld'>, delivery: Delivery): Promise<Delivered> {
  const { notes, policy, now } = delivery;
  const key = noticeKey(given.notice.id);
  if ((await notes.load(key)) !== null) return { kind: 'known' };
  const { credential, notice } = await named(given, notes);
  const { channel: fallback } = policy.notices;
  const own = channelOf(notice.to, policy);
  const message = messageOf(notice, null);
  let posted = await inThread(own ?? fallback, credential, message, delivery);
  if (posted.kind === 'refused' && own !== undefined) posted = await inThread(fallback, credential, message, delivery);
  if (posted.kind === 'posted') {
    await notes.commit({ key, text: '{}', expectedVersion: null, until: now() + rememberedFor });
  }
  return posted;
}

/** Of the owner, or of the person who speaks for them. */
function channelOf(owner: string | null, { notices, people }: Policy): string | undefined {
  return (
    notices.channels[owner ?? ''] ?? people.find((one) => one.slack !== undefined && isOwner(one, { owner }))?.slack
  );
}

async function inThread(
  channel: string,
  credential: string,
  message: SlackMessage,
  { notes, slack, now }: Delivery,
): Promise<Posted> {
  const key = threadKey(channel, credential);
  const stored = await notes.load(key);
  const thread = stored === null ? null : (JSON.parse(stored.text) as Thread);
  let stands = thread !== null && now() - thread.at < threadFor;
  let posted = await post(channel, message, slack, stands && thread !== null ? thread.ts : null);
  if (posted.kind === 'refused' && stands) {
    // Somebody deleted what it would stand under: it begins a thread of its own.
    stands = false;
    posted = await post(channel, message, slack);
  }
  if (posted.kind === 'posted') {
    const text = JSON.stringify({
      ts: stands && thread !== null ? thread.ts : posted.place.ts,
      at: now(),
    } satisfies Thread);
    // Lost to another: there are two threads, which is no harm.
    await notes.commit({ key, text, expectedVersion: stored?.version ?? null, until: now() + rememberedFor });
  }
  return posted;
}

/** Every message about the decision says how it ended, and offers nothing any more. */
export async function settle(decisionId: string, status: string, delivery: Delivery): Promise<Delivered> {
  const { notes, slack, now } = delivery;
  await isAnswered(decisionId, delivery);
  const single = await restate(decisionId, { status, isOpen: false }, notes, slack);
  if (single?.kind === 'later') return single;
  const inDigests = await restateInDigests(decisionId, status, notes, now() + rememberedFor, slack);
  return inDigests ?? single ?? { kind: 'known' };
}

/** Every few minutes: what nobody answered, and what has waited long enough. The next bell tries again what Slack put off. */
export async function ring(delivery: Delivery): Promise<Delivered> {
  const { notes, policy, slack, now } = delivery;
  const { escalation, channel: fallback } = policy.notices;
  const until = now() + rememberedFor;
  let last: Delivered = { kind: 'known' };
  const to = async (channel: string, message: SlackMessage): Promise<SlackPlace | null> => {
    if (last.kind === 'later') return null;
    last = await post(channel, message, slack);
    if (last.kind === 'refused' && channel !== fallback) last = await post(fallback, message, slack);
    return last.kind === 'posted' ? last.place : null;
  };
  await escalate(delivery, async ({ id, notice, choices }, status) => {
    const message = messageOf(notice, { decisionId: id, choices, status });
    const place = await to(escalation.channel === '' ? fallback : escalation.channel, message);
    if (place !== null) await noteTold(id, { place, notice, choices }, notes, until);
    return place !== null;
  });
  await sendWaiting(delivery, async (channel, kept, more) => {
    const items = kept.map((one) => ({ ...one, status: null }));
    const place = await to(channel, digestOf(items, more));
    if (place !== null) await noteDigest(place, { items, more }, notes, until);
    return place !== null;
  });
  return last;
}
