import type { Instant } from '../model/instant.ts';
import { fail, ok, type Result } from '../model/result.ts';

/** Something that was planned or happened, in words and ids. */
export interface AuditFact {
  /** The same fact told twice has the same key and counts once. */
  readonly key: string;
  readonly at: Instant;
  readonly kind:
    | 'planned'
    | 'contained'
    | 'released'
    | 'held'
    | 'looked'
    | 'harmed'
    | 'answered'
    | 'exempted'
    | 'approved';
  readonly by: string;
  readonly credential: string;
  /** Decision or outcome id. */
  readonly about: string;
  readonly sentence: string;
}

/** A fact in its place: each entry's hash covers the one before it, so nothing can be changed or left out unseen. */
export interface AuditEntry extends AuditFact {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** A cryptographic hash of a text, as hexadecimal digits. */
export type Digest = (text: string) => string;

const chainStart = '0'.repeat(64);

export function sealEntry(fact: AuditFact, last: AuditEntry | null, digest: Digest): AuditEntry {
  const sequence = (last?.sequence ?? 0) + 1;
  const previousHash = last?.hash ?? chainStart;
  return { ...fact, sequence, previousHash, hash: digest(canonical(fact, sequence, previousHash)) };
}

/** Fails with the sequence number of the first entry that does not follow from those before it. */
export function verifyChain(entries: readonly AuditEntry[], digest: Digest): Result<void, number> {
  let last: AuditEntry | null = null;
  for (const entry of entries) {
    const due = sealEntry(entry, last, digest);
    if (entry.sequence !== due.sequence || entry.previousHash !== due.previousHash || entry.hash !== due.hash) {
      return fail(due.sequence);
    }
    last = entry;
  }
  return ok(undefined);
}

function canonical(fact: AuditFact, sequence: number, previousHash: string): string {
  const { key, at, kind, by, credential, about, sentence } = fact;
  return JSON.stringify([sequence, previousHash, key, at, kind, by, credential, about, sentence]);
}
