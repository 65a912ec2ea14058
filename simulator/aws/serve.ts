import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAddress } from '../../core/model/ip.ts';
import { dispatch, type Switchboard } from './dispatch.ts';
import type { SimulatedAws } from './simulated-aws.ts';

/** An HTTP door for clients that take an endpoint: `AWS_ENDPOINT_URL=<url>`. */
export interface Door {
  readonly url: string;
  close(): Promise<void>;
}

/** Port 0 takes any free port. */
export async function serve(aws: SimulatedAws, port = 0): Promise<Door> {
  const board = aws.switchboard();
  const server = createServer((request, response) => {
    answer(board, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed, failed) => {
        server.close((error) => (error ? failed(error) : closed()));
        server.closeAllConnections();
      }),
  };
}

async function answer(board: Switchboard, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const from = { ip: parseAddress(request.socket.remoteAddress ?? '')?.toString() ?? '127.0.0.1' };
  const reply = await dispatch(
    board,
    {
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: plain(request.headers),
      body: bytes.toString(),
      bytes,
    },
    from,
  );
  if (reply === null) request.socket.destroy();
  else response.writeHead(reply.status, reply.headers).end(reply.body);
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
