import { formatInstant } from '../../core/model/instant.ts';
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
