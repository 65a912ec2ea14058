import type { Grounds } from '../../core/grounds.ts';
import { formatInstant } from '../../core/model/instant.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';

/** An assessment as the assessments file writes it. */
export function assessmentLine(assessment: Assessment) {
  const { at, credential, session, eventId, score, verdict, families, quorum, activeDays, policyVersion } = assessment;
  return {
    at: formatInstant(at),
    accountId: credential.accountId,
    credential: credential.id,
    session,
    eventID: eventId,
    score: score.value,
    verdict,
    families,
    shares: score.contributions.map(({ group, bits, signal }) => {
      return { group, bits: rounded(bits), id: signal.id, name: signal.name, evidence: signal.evidence };
    }),
    quorum,
    activeDays,
    policyVersion,
  };
}

/** As a state file keeps it; the grounds of a decision made from a use beside it. */
export type AssessmentLine = ReturnType<typeof assessmentLine> & { readonly grounds?: Grounds };

function rounded(bits: number): number {
  return Math.round(bits * 100) / 100;
}
