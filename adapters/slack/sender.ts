import type { SlackMessage } from './message.ts';

/** Where to post, and as whom. */
export interface SlackAccess {
  readonly token: string;
  /** `https://slack.com/api` */
  readonly api: string;
}

/** A message in Slack. */
export interface SlackPlace {
  readonly channel: string;
  readonly ts: string;
}

export type Posted =
  | { readonly kind: 'posted'; readonly place: SlackPlace }
  /** Slack asks to be left alone for so many milliseconds. */
  | { readonly kind: 'later'; readonly after: number }
  /** The same message would be refused again; `error` is Slack's own word, like `channel_not_found`. */
  | { readonly kind: 'refused'; readonly error: string };

/** What may be different the next time, though Slack does not say when. */
const passing = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited']);
const patience = 10_000;
const usualPause = 30_000;

/** Posts to a channel, or to a person by their user id; under the message `thread`, where one is given, and shown to all. */
export function post(
  channel: string,
  message: SlackMessage,
  access: SlackAccess,
  thread: string | null = null,
): Promise<Posted> {
  const under = thread === null ? {} : { thread_ts: thread, reply_broadcast: true };
  return call('chat.postMessage', { channel, ...message, ...under }, access);
}

/** Puts another message in the place of one of ours. */
export function update({ channel, ts }: SlackPlace, message: SlackMessage, access: SlackAccess): Promise<Posted> {
  return call('chat.update', { channel, ts, ...message }, access);
}

/** Shows a message to one person of a channel only. */
export function whisper(channel: string, user: string, message: SlackMessage, access: SlackAccess): Promise<Posted> {
  return call('chat.postEphemeral', { channel, user, ...message }, access);
}

/** Throws where Slack cannot be reached. */
async function call(method: string, body: object, { token, api }: SlackAccess): Promise<Posted> {
  const response = await fetch(`${api}/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after'));
    return { kind: 'later', after: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : usualPause };
  }
  if (response.status >= 500) return { kind: 'later', after: usualPause };
  const answer = (await response.json()) as Readonly<Record<string, unknown>>;
  if (answer.ok === true) {
    return { kind: 'posted', place: { channel: String(answer.channel ?? ''), ts: String(answer.ts ?? '') } };
  }
  const error = String(answer.error ?? 'no reason given');
  return passing.has(error) ? { kind: 'later', after: usualPause } : { kind: 'refused', error };
}
