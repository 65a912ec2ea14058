import type { CredentialUse } from '../../intake/credential-use.ts';
import { beginnerOf, type SessionRecord } from './session-record.ts';

/** Whose story a use is a part of; null where nobody is known behind it, and for what belongs to one holder anyway. */
export function tellerOf({ credential }: CredentialUse, session: SessionRecord | null): string | null {
  if (credential.kind !== 'role') return null;
  const parent = session?.parent ?? null;
  return credential.person ?? (parent === null ? null : beginnerOf(parent));
}

export function storyKey(teller: string): string {
  return `story ${teller}`;
}
