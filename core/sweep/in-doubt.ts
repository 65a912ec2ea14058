import { type Containment, namesOf, outcomeIdOf } from '../outcome/containment.ts';
import type { KnownFinding } from './findings.ts';

/**
 * Credentials and principals that are contained for a doubt about who uses them, by id and ARN: whoever holds them may write
 * their tags as well. What a sweep itself took a step against is in nobody's hands.
 */
export function inDoubt(rows: readonly Containment[], findings: Iterable<KnownFinding>): ReadonlySet<string> {
  const steps = new Set([...findings].flatMap(({ outcomeId, decisionId }) => [outcomeId, outcomeIdOf(decisionId)]));
  const doubtful = rows.filter(({ desired, outcomeId }) => desired === 'contained' && !steps.has(outcomeId));
  return new Set(doubtful.flatMap(namesOf));
}
