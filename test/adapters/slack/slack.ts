import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignedRequest } from '../../../adapters/slack/signature.ts';
import { faultOfBlocks, type ShownBlock } from './blocks.ts';

export interface Shown {
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly ShownBlock[];
  readonly thread_ts?: string;
  /** In the channel, too. */
  readonly reply_broadcast?: boolean;
}

export const token = 'xoxb-test';
export const signingSecret = 'shhh-shhh-shhh-shhh';

interface Message extends Shown {
  readonly ts?: string;
  readonly user?: string;
}

/**
 * A Slack with its documented limits: a message a second into a channel, 50 blocks, and so many characters in each; it
 * changes messages that it has, and shows some to one person alone.
 */
export async function startSlack(channels: readonly string[]) {
  const shown: Shown[] = [];
  const whispered: (Shown & { readonly user: string })[] = [];
  /** What each message says now, by its time stamp. */
  const messages = new Map<string, Shown>();
  const slack = { shown, whispered, messages, now: 0, broken: false as boolean | number | string, pause: 1_000 };
  const lastIn = new Map<string, number>();

  const refuse = (error: string) => ({ status: 200, body: { ok: false, error } });

  function answerTo(
    method: string,
    authorization: string | undefined,
    message: Message,
  ): { status: number; body: object; wait?: string } {
    if (typeof slack.broken === 'string') return refuse(slack.broken);
    if (slack.broken !== false) return { status: slack.broken === true ? 503 : slack.broken, body: {} };
    if (authorization !== `Bearer ${token}`) return refuse('invalid_auth');
    if (!channels.includes(message.channel)) return refuse('channel_not_found');
    if (faultOfBlocks(message.blocks) !== null) return refuse('invalid_blocks');
    if (message.text === '') return refuse('no_text');
    switch (method) {
      case 'chat.postMessage':
        return take(message);
      case 'chat.update':
        return change(message);
      case 'chat.postEphemeral':
        if (message.user === undefined) return refuse('user_not_in_channel');
        whispered.push({ ...message, user: message.user });
        return { status: 200, body: { ok: true, message_ts: '1.1' } };
      default:
        return refuse('unknown_method');
    }
  }

  function take(message: Message) {
    const last = lastIn.get(message.channel) ?? Number.NEGATIVE_INFINITY;
    if (slack.now - last < slack.pause) return { status: 429, body: { ok: false, error: 'ratelimited' }, wait: '30' };
    if (message.thread_ts !== undefined && !messages.has(message.thread_ts)) return refuse('thread_not_found');
    lastIn.set(message.channel, slack.now);
    shown.push(message);
    const ts = `${shown.length}.000100`;
    messages.set(ts, message);
    return { status: 200, body: { ok: true, channel: message.channel, ts } };
  }

  function change(message: Message) {
    const ts = message.ts ?? '';
    if (messages.get(ts)?.channel !== message.channel) return refuse('message_not_found');
    messages.set(ts, message);
    return { status: 200, body: { ok: true, channel: message.channel, ts } };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, method] = /^\/api\/([\w.]+)$/.exec(request.url ?? '') ?? [];
    if (method === undefined) {
      response.writeHead(404).end();
      return;
    }
    const message = JSON.parse(Buffer.concat(chunks).toString());
    const { status, body, wait } = answerTo(method, request.headers.authorization, message);
    const headers = { 'content-type': 'application/json', ...(wait !== undefined && { 'retry-after': wait }) };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const close = () =>
    new Promise<void>((closed) => {
      server.closeAllConnections();
      server.close(() => closed());
    });
  return Object.assign(slack, { api, close });
}

let clicks = 0;

/** What Slack sends when `user` presses the button `action` of a message: form-encoded, as it does. */
export function pressed(action: string, value: string, given: { user?: string; ts?: string; trigger?: string } = {}) {
  const { user = 'U0ADA', ts = '1.000100', trigger = `${clicks++}.1.abc` } = given;
  const payload = {
    type: 'block_actions',
    user: { id: user, username: 'whoever', team_id: 'T1' },
    api_app_id: 'A1',
    token: 'deprecated',
    container: { type: 'message', message_ts: ts, channel_id: 'C-data', is_ephemeral: false },
    trigger_id: trigger,
    channel: { id: 'C-data', name: 'data' },
    response_url: 'https://evil.example/answer',
    actions: [{ action_id: action, block_id: 'x', value, type: 'button', action_ts: '1.1' }],
  };
  return Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
}

/** The body with the two headers that Slack would send with it at that time. */
export function signed(body: Buffer, at: number, secret = signingSecret): SignedRequest {
  const timestamp = String(Math.floor(at / 1_000));
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body.toString()}`).digest('hex');
  return { body, timestamp, signature: `v0=${hash}` };
}
