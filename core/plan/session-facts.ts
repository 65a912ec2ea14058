import type { SessionRecord } from '../context/sessions/session-record.ts';
import type { SessionFacts } from './facts.ts';

/** What a plan must know of a session; null where it is no role's, or was never seen in use. */
export function sessionFactsOf(session: SessionRecord | null): SessionFacts | null {
  if (session?.marks === undefined) return null;
  const { name, sourceIdentity = null, issuedTo = null, signIn = null, person = null } = session.marks;
  return { name, sourceIdentity, issuedTo, signIn, person, federation: session.parent?.federation ?? null };
}
