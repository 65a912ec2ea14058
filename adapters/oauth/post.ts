import { lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Address, isPublic, parseAddress } from '../../core/model/ip.ts';

/** By what way a server is reached, and which addresses may be. */
export interface Transport {
  readonly protocol: 'https:' | 'http:';
  readonly request: typeof httpsRequest;
  readonly reaches: (address: Address) => boolean;
}

/** Nothing inside the network, the host or the cloud's own metadata: an endpoint is text that somebody wrote down. */
export const publicHttps: Transport = { protocol: 'https:', request: httpsRequest, reaches: isPublic };

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Milliseconds for the whole exchange. */
const patience = 5_000;
/** Bytes; no answer to a revocation or introspection is near it. */
const mostBytes = 65_536;

/** The endpoint must not be asked. The message quotes nothing of it. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Posts a form with HTTP Basic. Follows no redirect. Throws where there is no answer, without a word of what was sent. */
export function postForm(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  client: { readonly id: string; readonly secret: string },
  transport: Transport,
): Promise<Answer> {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url?.protocol !== transport.protocol || url.username !== '') {
    throw new Unreachable(`the endpoint is not an ${transport.protocol.slice(0, -1)} address`);
  }
  // An address that is written out is never looked up.
  const literal = parseAddress(url.hostname.replace(/^\[|\]$/g, ''));
  if (literal !== null && !transport.reaches(literal)) throw new Unreachable('the endpoint is not on the internet');
  const body = new URLSearchParams(form).toString();
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${formEncoded(client.id)}:${formEncoded(client.secret)}`).toString('base64')}`,
    },
    lookup: guarded(transport),
    signal: AbortSignal.timeout(patience),
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const sent = transport.request(url, options, (response) => collect(response).then(resolve, reject));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** RFC 6749 2.3.1: the two halves are form-encoded before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}

/** Looks at the very addresses that are connected to, so that a name cannot mean one now and another then. */
function guarded({ reaches }: Transport): LookupFunction {
  return (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return answer(error, '');
      const allowed = addresses.filter(({ address }) => {
        const parsed = parseAddress(address);
        return parsed !== null && reaches(parsed);
      });
      const [first] = allowed;
      if (first === undefined) return answer(new Unreachable('the endpoint is not on the internet'), '');
      return options.all === true ? answer(null, allowed) : answer(null, first.address, first.family);
    });
  };
}

async function collect(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    chunks.push(chunk as Buffer);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}
