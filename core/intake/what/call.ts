import { once } from '../../model/once.ts';
import { flagOf, textOf } from '../fields.ts';
import type { TrailRecord } from '../trail-record.ts';

/** Which call of which service, and how it ended. */
export interface Call {
  readonly service: string;
  readonly action: string;
  readonly readOnly: boolean;
  readonly errorCode: string | null;
  readonly denied: boolean;
  /** True where a policy of the caller's own names the refusal, as ours do. */
  readonly explicitlyDenied: boolean;
}

/** Null where the record does not say. */
export function callOf(record: TrailRecord): Call | null {
  const source = textOf(record.eventSource);
  const name = textOf(record.eventName);
  if (source === null || name === null) return null;
  const { service, named } = services(source);
  const { action, reads } = named(name);
  const errorCode = errorOf(record);
  return {
    service,
    action,
    readOnly: flagOf(record.readOnly) ?? reads,
    errorCode: errorCode?.slice(0, 128) ?? null,
    denied: errorCode !== null && refusal.test(errorCode),
    explicitlyDenied: errorCode !== null && ownDeny.test(textOf(record.errorMessage) ?? ''),
  };
}

/** Null for success, which tables and searches write out. */
export function errorOf({ errorCode }: TrailRecord): string | null {
  const text = textOf(errorCode);
  return text === null || /^(?:-|null|none|nil)$/i.test(text) ? null : text;
}

const services = once(1_024, (source) => {
  const dot = source.indexOf('.');
  const service = dot < 0 ? source : source.slice(0, dot);
  const named = once(1_024, (name) => {
    const plain = withoutVersion(name);
    return { action: `${service}:${plain}`, reads: isReading(plain) };
  });
  return { service, named };
});

/** By the verb that the call's name begins with: `DescribeInstances`. */
function isReading(name: string): boolean {
  return readingVerb.test(name);
}

const readingVerb = /^(?:Get|List|Describe|Head|BatchGet|Lookup|Search|Query|Scan|Select|View|Check|Test|Simulate)/;

/** `AccessDenied`, `AccessDeniedException`, `Client.UnauthorizedOperation`, `VpceAccessDenied`, `UserNotAuthorized` … */
const refusal = /AccessDenied|Unauthorized|NotAuthorized|Forbidden|AuthorizationError/;

/** `… with an explicit deny in an identity-based policy` */
const ownDeny = /explicit deny in an identity-based policy/i;

const version = /(?:20\d{6}|20\d\d_\d\d_\d\d)(?:v\d+)?$/;

/** `ListFunctions20150331` → `ListFunctions`: the name that IAM knows. */
function withoutVersion(name: string): string {
  const last = name.charCodeAt(name.length - 1);
  return last >= 48 && last <= 57 ? name.replace(version, '') : name;
}

/** The caller did not prove that it holds the key it named. Each service has its own word for that. */
export function isUnverified(errorCode: unknown): boolean {
  return typeof errorCode === 'string' && unverified.test(errorCode);
}

/** `InvalidClientTokenId`, `Client.SignatureDoesNotMatch`, `UnrecognizedClientException`, in S3 `InvalidAccessKeyId` … */
const unverified =
  /^(?:Client\.)?(?:InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidSignature|UnrecognizedClient|MissingAuthenticationToken)(?:Exception)?$/;
