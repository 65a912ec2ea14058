import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Transport } from '../../../adapters/oauth/post.ts';
import type { OAuthClient } from '../../../adapters/oauth/revoke.ts';

/** The way to a server on this machine: what `publicHttps` refuses. */
export const toThisMachine: Transport = {
  protocol: 'http:',
  request: httpRequest as unknown as Transport['request'],
  reaches: (address) => address.range() === 'loopback',
};

export interface OAuthServer {
  readonly client: OAuthClient;
  /** A token as the server issues it to its client. */
  issue(): Promise<string>;
  /** What the server itself thinks of a token. */
  isActive(token: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A certified OAuth server, with revocation and introspection as RFC 7009 and RFC 7662 have them. */
export async function startOAuthServer(): Promise<OAuthServer> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // With characters that HTTP Basic must encode.
  const client = { client_id: 'rescind:revoker', client_secret: 'client-secret/+ of-the-test%' };
  const provider = new Provider(issuer, {
    clients: [
      {
        ...client,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
      introspection: { enabled: true, allowedPolicy: () => true },
      devInteractions: { enabled: false },
    },
    ttl: { ClientCredentials: 600 },
    cookies: { keys: ['of-the-test'] },
  });
  server.on('request', provider.callback());

  const encoded = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
  const basic = Buffer.from(`${encoded(client.client_id)}:${encoded(client.client_secret)}`).toString('base64');
  async function post(path: string, form: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    const answer = await fetch(issuer + path, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams(form),
    });
    return (await answer.json()) as Record<string, unknown>;
  }

  return {
    client: {
      endpoint: `${issuer}/token/revocation`,
      introspection: `${issuer}/token/introspection`,
      clientId: client.client_id,
      clientSecret: client.client_secret,
    },
    issue: async () => String((await post('/token', { grant_type: 'client_credentials' })).access_token),
    isActive: async (token) => (await post('/token/introspection', { token })).active === true,
    close: () => closed(server),
  };
}

export function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
