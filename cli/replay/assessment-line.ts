import { formatInstant } from '../../core/model/instant.ts';
import { type Grounds, sharesOf } from '../../core/plan/weighed.ts';
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
    shares: sharesOf(score),
    quorum,
    activeDays,
    policyVersion,
  };
}

/** As a state file keeps it; the grounds of a decision made from a use beside it. */
export type AssessmentLine = ReturnType<typeof assessmentLine> & { readonly grounds?: Grounds };
