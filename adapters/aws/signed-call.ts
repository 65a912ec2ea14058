import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

/** A service of AWS's that has no client here: a JSON call, signed as the SDK signs its own. */
export interface SignedCaller {
  /**
   * `action` is what IAM asks about: `rolesanywhere:GetProfile`; `place` a path, with its query if there is one. Throws an
   * error named as the SDK would name it.
   */
  call(action: string, method: 'GET' | 'POST', place: string): Promise<unknown>;
}

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** What an SDK client's own request handler takes and gives, as far as it is needed here. */
export interface Transport {
  handle(
    request: never,
  ): Promise<{ response: { statusCode: number; headers: Record<string, string>; body?: unknown } }>;
}

export interface SignedCallerOptions {
  /** Also the first part of the service's host name. */
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** In place of the network. */
  readonly transport?: Transport;
}

/** `AWS_ENDPOINT_URL` is honoured, as the SDK does. */
export function signedCaller({ service, region, credentials, transport }: SignedCallerOptions): SignedCaller {
  const signer = new SignatureV4({ service, region, credentials, sha256: Hash.bind(null, 'sha256') });
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const endpoint = new URL(process.env.AWS_ENDPOINT_URL ?? `https://${service}.${region}.${suffix}`);
  return {
    async call(action, method, place) {
      const [path = '', search] = place.split('?');
      const signed = await signer.sign({
        method,
        path,
        ...(search !== undefined && { query: Object.fromEntries(new URLSearchParams(search)) }),
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        ...(endpoint.port !== '' && { port: Number(endpoint.port) }),
        headers: { host: endpoint.host, 'content-type': 'application/json' },
      });
      const { status, name, text } = await (transport === undefined ? overNetwork : through(transport))(
        endpoint,
        signed,
      );
      const body: { readonly message?: unknown } = text === '' ? {} : JSON.parse(text);
      if (status < 400) return body;
      const told = typeof body.message === 'string' ? body.message : `the service answered with status ${status}`;
      const error = new Error(`${action}: ${told}`);
      error.name = name ?? `Http${status}`;
      throw error;
    },
  };
}

interface Answer {
  readonly status: number;
  /** Of the error. */
  readonly name: string | null;
  readonly text: string;
}

interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Record<string, string>;
}

async function overNetwork(endpoint: URL, signed: unknown): Promise<Answer> {
  const { method, path, query = {}, headers } = signed as SignedRequest;
  const { host: _, ...rest } = headers;
  const place = new URL(path, endpoint);
  // As it was signed, where a blank is %20.
  place.search = Object.entries(query)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
  const response = await fetch(place, { method, headers: rest, signal: AbortSignal.timeout(10_000) });
  return {
    status: response.status,
    name: nameIn(response.headers.get('x-amzn-errortype')),
    text: await response.text(),
  };
}

function through(transport: Transport) {
  return async (_endpoint: URL, signed: unknown): Promise<Answer> => {
    const { response } = await transport.handle(signed as never);
    const { statusCode, headers, body } = response;
    const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
    return { status: statusCode, name: nameIn(headers['x-amzn-errortype'] ?? null), text };
  };
}

/** `ResourceNotFoundException:http://…` → the name alone. */
function nameIn(header: string | null): string | null {
  return header?.split(':')[0] ?? null;
}
