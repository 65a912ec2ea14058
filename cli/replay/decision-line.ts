import { formatInstant, parseInstant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';

/** A decision as the decisions file writes it: contracts.md section 3. */
export function decisionLine(decision: Decision) {
  const { at, expiresAt, eventId, id, accountId, credential, kind, principal, owner, action } = decision;
  const { score, verdict, families, signals, reason, mode, reversible, session, heldBack } = decision;
  return {
    id,
    at: formatInstant(at),
    accountId,
    credential,
    kind,
    principal,
    owner,
    action,
    score,
    verdict,
    families,
    signals,
    reason,
    eventID: eventId,
    mode,
    reversible,
    expires: expiresAt === null ? null : formatInstant(expiresAt),
    session,
    heldBack,
  };
}

export type DecisionLine = ReturnType<typeof decisionLine>;

/** A decision as it was before it became a line, but for the secret to rotate and the purpose, which the line does not name. */
export function decisionOf({ at, expires, eventID, ...line }: DecisionLine): Decision {
  return {
    ...line,
    at: parseInstant(at) ?? 0,
    expiresAt: expires === null ? null : parseInstant(expires),
    eventId: eventID,
    purpose: null,
    rotation: null,
  };
}

/** In order of time, then of id, as the file has them. */
export function inFileOrder(decisions: readonly Decision[]): Decision[] {
  return decisions.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
