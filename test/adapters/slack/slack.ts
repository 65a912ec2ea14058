import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Shown {
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text: { readonly type: string; readonly text: string };
  }[];
}

export const token = 'xoxb-test';

/** A Slack with its documented limits: a message a second into a channel, 50 blocks, and so many characters in each. */
export async function startSlack(channels: readonly string[]) {
  const shown: Shown[] = [];
  const slack = { shown, now: 0, broken: false, pause: 1_000 };
  const lastIn = new Map<string, number>();

  function answerTo(
    authorization: string | undefined,
    message: Shown,
  ): { status: number; body: object; wait?: string } {
    const refuse = (error: string) => ({ status: 200, body: { ok: false, error } });
    if (slack.broken) return { status: 503, body: {} };
    if (authorization !== `Bearer ${token}`) return refuse('invalid_auth');
    if (!channels.includes(message.channel)) return refuse('channel_not_found');
    if (message.blocks.length > 50 || !message.blocks.every(fits)) return refuse('invalid_blocks');
    if (message.text === '') return refuse('no_text');
    const last = lastIn.get(message.channel) ?? Number.NEGATIVE_INFINITY;
    if (slack.now - last < slack.pause) return { status: 429, body: { ok: false, error: 'ratelimited' }, wait: '30' };
    lastIn.set(message.channel, slack.now);
    shown.push(message);
    return { status: 200, body: { ok: true, ts: String(shown.length) } };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url !== '/api/chat.postMessage') {
      response.writeHead(404).end();
      return;
    }
    const { status, body, wait } = answerTo(
      request.headers.authorization,
      JSON.parse(Buffer.concat(chunks).toString()),
    );
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

function fits({ type, text }: Shown['blocks'][number]): boolean {
  const most = type === 'header' ? 150 : type === 'section' ? 3_000 : 0;
  return text.text.length > 0 && text.text.length <= most;
}
