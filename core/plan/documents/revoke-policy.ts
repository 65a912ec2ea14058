import { formatInstant, type Instant, second } from '../../model/instant.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import type { ChildSession, EstablishedNetworks, SessionFacts } from '../facts.ts';
import {
  type Condition,
  type DenyDocument,
  type DenyStatement,
  deny,
  documentOf,
  inlineSize,
} from './deny-document.ts';
import { fitOutside } from './pin-policy.ts';

/** IAM needs seconds to spread a policy, and a thief who polls can mint a session in them: those sessions go too. */
const spreading = 15 * second;

/** What AWS allows in a role session's name; anything else could act as a wildcard in the condition. */
const sessionName = /^[\w+=,.@-]{2,64}$/;

/**
 * A role's sessions issued until now, or only the one that is known; a session minted later works.
 * Fails with a sentence where IAM has no room.
 */
export function roleSessionsDocument(
  now: Instant,
  session: SessionFacts | null,
  room: number,
): Result<DenyDocument, string> {
  return fitting(documentOf(deny('*', { ...sameSession(session), ...issuedBefore(now) })), room);
}

/**
 * The session of a machine, wherever it is used but in the machine's own networks. IMDS and its like serve the same
 * session for hours, so a cut-off by age would stop the honest machine as well.
 */
export function machineSessionDocument(
  established: EstablishedNetworks,
  session: SessionFacts,
  room: number,
): Result<DenyDocument, string> {
  return fitOutside(established, room, (outside) => documentOf(deny('*', { ...sameSession(session), ...outside })));
}

/**
 * A user's temporary sessions: all that exist, wherever they are used, and later ones outside the established networks
 * (anywhere, where none is known), because the key may mint until it is off. Long-lived keys carry no
 * `aws:TokenIssueTime`, so this leaves the user's other keys alone.
 */
export function userSessionsDocument(
  now: Instant,
  established: EstablishedNetworks,
  room: number,
): Result<DenyDocument, string> {
  const temporary = { Null: { 'aws:TokenIssueTime': 'false' } };
  const narrow = fitOutside(established, room, (outside) =>
    documentOf(deny('*', issuedBefore(now)), deny('*', { ...temporary, ...outside })),
  );
  return narrow.ok ? narrow : fitting(documentOf(deny('*', temporary)), room);
}

/** Sessions that are known by their names, issued until now: whoever takes the same name later works. */
export function childSessionsDocument(
  now: Instant,
  sessions: readonly ChildSession[],
  room: number,
): Result<DenyDocument, string> {
  const names = [...new Set(sessions.map(({ name }) => name))].filter((name) => sessionName.test(name)).toSorted();
  if (names.length === 0) return fail('its sessions have no names that a policy could give');
  const those = { StringLike: { 'aws:userid': names.map((name) => `*:${name}`) } };
  return fitting(documentOf(deny('*', { ...those, ...issuedBefore(now) })), room);
}

/** Whatever was opened with one sign-in, and nothing else. */
export function signInDocument(signIn: string, room: number): Result<DenyDocument, string> {
  return fitting(documentOf(deny('*', { ArnEquals: { 'aws:SignInSessionArn': signIn } })), room);
}

/** Matches the session's own calls, so that a containment stays inside it; matches all where the session is unknown. */
export function sameSession(session: SessionFacts | null): Condition {
  if (session === null) return {};
  if (session.sourceIdentity !== null && session.issuedTo === null) {
    return { StringEquals: { 'aws:SourceIdentity': session.sourceIdentity } };
  }
  return sessionName.test(session.name) ? { StringLike: { 'aws:userid': `*:${session.name}` } } : {};
}

/** What a role loses by a deny on `sameSession`. */
export function sessionsLost(session: SessionFacts | null): string {
  const condition = sameSession(session);
  if (session === null || Object.keys(condition).length === 0) return 'all sessions issued until now';
  return condition.StringEquals === undefined
    ? 'the one session in question'
    : `the sessions of source identity ${session.sourceIdentity}`;
}

function issuedBefore(now: Instant): Condition {
  const cutoff = Math.ceil((now + spreading) / second) * second;
  return { DateLessThan: { 'aws:TokenIssueTime': formatInstant(cutoff) } };
}

function fitting(document: DenyDocument, room: number): Result<DenyDocument, string> {
  if (inlineSize(document) <= room) return ok(document);
  return fail(`the deny does not fit into the ${Math.max(0, room)} characters that IAM has left for this principal`);
}

/** The same deny with its cut-off moved to `now`; null where it has none. */
export function laterCutoff({ Version, Statement }: DenyDocument, now: Instant): DenyDocument | null {
  const isStamped = (statement: DenyStatement) => statement.Condition?.DateLessThan !== undefined;
  if (!Statement.some(isStamped)) return null;
  const later = Statement.map((statement) =>
    isStamped(statement) ? { ...statement, Condition: { ...statement.Condition, ...issuedBefore(now) } } : statement,
  );
  return { Version, Statement: later };
}
