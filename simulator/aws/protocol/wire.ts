/** An HTTP request, whichever door it came through. Header names are lower-case. */
export interface WireRequest {
  /** With the query, if there is one. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
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
}

/** Null for an unsigned request. The signature's own bytes are not verified. */
export function signatureOf({ headers }: WireRequest): Signature | null {
  const scope = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '');
  if (scope === null) return null;
  const [, accessKeyId = '', region = '', service = ''] = scope;
  return { accessKeyId, region, service, sessionToken: headers['x-amz-security-token'] ?? null };
}
