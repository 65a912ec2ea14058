import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicHttps } from '../../../adapters/oauth/post.ts';
import { isLive, type OAuthClient, revokeToken } from '../../../adapters/oauth/revoke.ts';
import { closed, type OAuthServer, startOAuthServer, toThisMachine } from './server.ts';

let server: OAuthServer;

beforeAll(async () => {
  server = await startOAuthServer();
});
afterAll(() => server.close());

describe('on a real OAuth server', () => {
  it('a token is revoked, and another of the same client lives on', async () => {
    const [stolen, other] = [await server.issue(), await server.issue()];
    expect(await isLive(server.client, stolen, toThisMachine)).toEqual({ ok: true, value: true });
    expect(await revokeToken(server.client, stolen, toThisMachine)).toEqual({ ok: true, value: undefined });
    expect(await server.isActive(stolen)).toBe(false);
    expect(await server.isActive(other)).toBe(true);
    expect(await isLive(server.client, stolen, toThisMachine)).toEqual({ ok: true, value: false });
  });

  it('to ask again, or for a token that nobody knows, is answered alike', async () => {
    const token = await server.issue();
    for (const one of [token, token, 'never-issued']) {
      expect((await revokeToken(server.client, one, toThisMachine)).ok).toBe(true);
    }
  });

  it('a client that the server does not know is told to a person, in the server’s own code and no other word', async () => {
    const stranger = { ...server.client, clientSecret: 'wrong-secret' };
    const answer = await revokeToken(stranger, await server.issue(), toThisMachine);
    expect(answer).toEqual({
      ok: false,
      error: {
        lasting: 'terminal',
        sentence: 'The token’s server answered the revocation with status 401, invalid_client.',
      },
    });
  });
});

describe('an endpoint is not asked', () => {
  const client = (endpoint: string): OAuthClient => ({ ...server.client, endpoint });

  it.each([
    ['in clear text', 'http://auth.example.com/revoke'],
    ['in another scheme', 'file:///etc/passwd'],
    ['that is no address', 'revoke'],
    ['with a name and password in it', 'https://me:secret@auth.example.com/revoke'],
    ['on this machine', 'https://127.0.0.1/revoke'],
    ['on this machine, by its name', 'https://localhost/revoke'],
    ['on this machine, in IPv6', 'https://[::1]/revoke'],
    ['of the cloud’s metadata', 'https://169.254.169.254/latest'],
    ['of the metadata, as one number', 'https://2852039166/latest'],
    ['of the metadata, mapped into IPv6', 'https://[::ffff:169.254.169.254]/latest'],
    ['of the metadata, through NAT64', 'https://[64:ff9b::a9fe:a9fe]/latest'],
    ['of the metadata, in IPv6', 'https://[fd00:ec2::254]/latest'],
    ['inside the network', 'https://10.0.0.8/revoke'],
    ['behind carrier NAT', 'https://100.64.0.1/revoke'],
  ])('%s', async (_, endpoint) => {
    const answer = await revokeToken(client(endpoint), 'token', publicHttps);
    expect(answer).toMatchObject({ ok: false, error: { lasting: 'terminal' } });
    expect(JSON.stringify(answer)).not.toMatch(/secret|passwd|latest/);
  });
});

describe('a server that misbehaves', () => {
  async function answeredBy(answer: RequestListener): Promise<unknown> {
    const misbehaving = createServer(answer);
    await new Promise<void>((listening) => misbehaving.listen(0, '127.0.0.1', listening));
    const endpoint = `http://127.0.0.1:${(misbehaving.address() as AddressInfo).port}/revoke`;
    try {
      return await revokeToken({ ...server.client, endpoint }, 'the-token-itself', toThisMachine);
    } finally {
      await closed(misbehaving);
    }
  }

  it('and sends us elsewhere is not followed', async () => {
    let visited = 0;
    const answer = await answeredBy((_, response) => {
      visited++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(answer).toMatchObject({ ok: false, error: { lasting: 'terminal' } });
    expect(visited).toBe(1);
  });

  it.each([429, 503])('and is busy (%i) is asked again', async (status) => {
    const answer = await answeredBy((_, response) => response.writeHead(status).end());
    expect(answer).toMatchObject({ ok: false, error: { lasting: 'transient' } });
  });

  it('and hangs up is asked again', async () => {
    const answer = await answeredBy((request) => request.socket.destroy());
    expect(answer).toMatchObject({ ok: false, error: { lasting: 'transient' } });
  });

  it('and talks without end, or quotes the token, is not repeated', async () => {
    const endless = await answeredBy((_, response) => response.writeHead(400).end('x'.repeat(100_000)));
    expect(endless).toMatchObject({ ok: false, error: { lasting: 'transient' } });
    const quoting = await answeredBy((_, response) =>
      response.writeHead(400).end(JSON.stringify({ error: 'the-token-itself' })),
    );
    expect(JSON.stringify(quoting)).not.toContain('the-token-itself');
    expect(quoting).toMatchObject({ ok: false, error: { lasting: 'terminal' } });
  });
});
