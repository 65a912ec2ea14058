/** A primitive that remembers what it is: `AccountId` and `Region` are both strings, but never each other. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Twelve digits. */
export type AccountId = Brand<string, 'AccountId'>;
/** `AKIA…` (long-lived) or `ASIA…` (a session's). Not secret by itself, still printed masked: see `maskKey`. */
export type AccessKeyId = Brand<string, 'AccessKeyId'>;
export type Arn = Brand<string, 'Arn'>;
export type Region = Brand<string, 'Region'>;
/** `gateway:sha256:…` or `gateway:ref:…`: a token as its source names it, never the token itself. */
export type TokenRef = Brand<string, 'TokenRef'>;
/** CloudTrail's `eventID`: the idempotency key of a record. */
export type EventId = Brand<string, 'EventId'>;

/**
 * Text that a stranger chose: user agents, session names, resource names, error messages.
 * Printers escape it for their medium; nothing else may put it next to markup.
 */
export type Untrusted = Brand<string, 'Untrusted'>;

/** `AKIAIOSFODNN7EXAMPLE` → `AKIA…MPLE`: enough to find it, too little to mistake it for a secret in a log. */
export function maskKey(id: string): string {
  return id.length <= 8 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}
