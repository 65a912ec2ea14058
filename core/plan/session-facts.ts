import type { SessionRecord } from '../context/session-record.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { isSignIn } from '../intake/session.ts';
import type { SessionFacts } from './facts.ts';

/** What a plan must know of the session behind a use; null where it is no role's. */
export function sessionFactsOf(use: CredentialUse | null, session: SessionRecord | null): SessionFacts | null {
  if (use?.principal.kind !== 'role-session') return null;
  return {
    name: use.principal.sessionName,
    sourceIdentity: use.sourceIdentity,
    issuedTo: use.issuedTo,
    federation: session?.parent?.federation ?? null,
    signIn: isSignIn(use.session) ? use.session : null,
    person: use.onBehalfOf ?? null,
  };
}
