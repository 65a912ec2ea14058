import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Instant, minute, parseInstant, second } from '../../../core/model/instant.ts';
import { isEndpointOf } from './endpoint.ts';
import type { Signature, WireRequest } from './wire.ts';

/**
 * Whether whoever signed the request has the secret, and signed this request and no other, for this place and just now: the
 * signature is made once more, as the SDK makes it. `now` is null where nobody knows by what clock the client signs.
 */
export async function isSignedWith(
  secret: string,
  request: WireRequest,
  signature: Signature,
  now: Instant | null,
): Promise<boolean> {
  const { accessKeyId, region, service, day, covers, code } = signature;
  const { method, path, headers, body } = request;
  const signedAt = instantIn(headers['x-amz-date'] ?? '');
  if (signedAt === null || headers['x-amz-date']?.startsWith(day) !== true) return false;
  if (now !== null && Math.abs(now - signedAt) > longestValid) return false;
  if (!isEndpointOf(headers.host ?? '', service, region)) return false;
  if (!Object.keys(headers).every((name) => covers.includes(name) || isLeftOut(name))) return false;
  if (!isOfBody(headers['x-amz-content-sha256'], request.bytes ?? body)) return false;
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey: secret },
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });
  const { pathname, query } = placeIn(path);
  const again = await signer.sign(
    {
      protocol: 'https:',
      hostname: headers.host ?? '',
      method,
      path: pathname,
      query,
      headers: Object.fromEntries(covers.map((name) => [name, headers[name] ?? ''])),
      body,
    },
    { signingDate: signedAt / second, signableHeaders: new Set(covers) },
  );
  return again.headers.authorization?.endsWith(`Signature=${code}`) === true;
}

/** As the SDK's own; but given a key as bytes, Node throws and catches two errors before it sees what it has. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash | typeof createHmac>;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    const secret = key === undefined || typeof key === 'string' ? key : createSecretKey(bytesOf(key));
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('a signature takes a new one each time');
  }
}

function bytesOf(key: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(key) ? new Uint8Array(key.buffer, key.byteOffset, key.byteLength) : new Uint8Array(key);
}

const longestValid = 15 * minute;

/** AWS asks that the host and whatever is AWS's own be signed, and leaves the rest to the client. */
function isLeftOut(name: string): boolean {
  return name !== 'host' && !name.startsWith('x-amz-');
}

/** What a client says its body comes to is signed in the body's place. */
function isOfBody(claimed: string | undefined, body: string | Uint8Array): boolean {
  return claimed === undefined || claimed === createHash('sha256').update(body).digest('hex');
}

/** `20261124T120000Z`. */
function instantIn(date: string): number | null {
  const [, year, month, day, hour, minute, seconds] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${seconds}Z`);
}

function placeIn(path: string): { readonly pathname: string; readonly query: Record<string, string[]> } {
  const at = path.indexOf('?');
  if (at < 0) return { pathname: path, query: {} };
  const search = new URLSearchParams(path.slice(at + 1));
  const query = Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
  return { pathname: path.slice(0, at), query };
}
