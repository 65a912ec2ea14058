import type { SlackMessage } from './message.ts';

/** Where to post, and as whom. */
export interface SlackAccess {
  readonly token: string;
  /** `https://slack.com/api` */
  readonly api: string;
}

export type Posted =
  | { readonly kind: 'posted' }
  /** Slack asks to be left alone for so many milliseconds. */
  | { readonly kind: 'later'; readonly after: number }
  /** The same message would be refused again; `error` is Slack's own word, like `channel_not_found`. */
  | { readonly kind: 'refused'; readonly error: string };

/** What may be different the next time, though Slack does not say when. */
const passing = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited']);
const patience = 10_000;
const usualPause = 30_000;

/** Posts to a channel, or to a person by their user id. Throws where Slack cannot be reached. */
export async function post(channel: string, message: SlackMessage, { token, api }: SlackAccess): Promise<Posted> {
  const response = await fetch(`${api}/chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel, ...message }),
    signal: AbortSignal.timeout(patience),
  });
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after'));
    return { kind: 'later', after: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : usualPause };
  }
  if (response.status >= 500) return { kind: 'later', after: usualPause };
  const answer = (await response.json()) as { readonly ok?: unknown; readonly error?: unknown };
  if (answer.ok === true) return { kind: 'posted' };
  const error = String(answer.error ?? 'no reason given');
  return passing.has(error) ? { kind: 'later', after: usualPause } : { kind: 'refused', error };
}
