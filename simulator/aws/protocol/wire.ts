/** An HTTP request, whichever door it came through. Header names are lower-case. */
export interface WireRequest {
  readonly method: string;
  /** With the query, if there is one. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came, where it may be no text: an archive is signed by its bytes. */
  readonly bytes?: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the Authorization header says. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  /** `iam`, `sts`, `secretsmanager`, `organizations`, `account`. */
  readonly service: string;
  readonly sessionToken: string | null;
  /** `20261124`. */
  readonly day: string;
  /** Names of the headers that it covers, lower-case. */
  readonly covers: readonly string[];
  /** Of the request, in hexadecimal digits. */
  readonly code: string;
}

/** Null for an unsigned request. */
export function signatureOf({ headers }: WireRequest): Signature | null {
  const { authorization = '' } = headers;
  const scope = /Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization);
  if (scope === null) return null;
  const [, accessKeyId = '', day = '', region = '', service = ''] = scope;
  const sessionToken = headers['x-amz-security-token'] ?? null;
  const covers = /SignedHeaders=([^,\s]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  const code = /Signature=([^,\s]+)/.exec(authorization)?.[1] ?? '';
  return { accessKeyId, region, service, sessionToken, day, covers, code };
}
