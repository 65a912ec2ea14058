import type { CredentialUse } from '../intake/credential-use.ts';
import type { Recent } from './recent.ts';
import type { RecordedContext } from './recorded-context.ts';
import { beginnerOf, type SessionRecord } from './session-record.ts';

/**
 * What one hand did within hours, one thing after the other: a person's under whatever role, as far as it is known who is at work, else the
 * credential's.
 */
export function storyOf({ story, recent }: Pick<RecordedContext, 'story' | 'recent'>): Recent {
  return story ?? recent;
}

/** Whose story a use is a part of; null where nobody is known behind it, and for what belongs to one holder anyway. */
export function tellerOf({ credential }: CredentialUse, session: SessionRecord | null): string | null {
  if (credential.kind !== 'role') return null;
  const parent = session?.parent ?? null;
  return credential.person ?? (parent === null ? null : beginnerOf(parent));
}

export function storyKey(teller: string): string {
  return `story ${teller}`;
}
