import type { Signal } from '../signals/signal.ts';
import type { Assessment } from './assessment.ts';

/** Why, in one sentence: the strongest reason of each group that counts, and the score that they come to. */
export function reasonOf(assessment: Assessment): string {
  const reasons = assessment.score.contributions
    .filter((contribution) => contribution.bits >= 1)
    .slice(0, 3)
    .map((contribution) => contribution.signal.evidence);
  return `${reasons.join('; ')} (score ${assessment.score.value}).`;
}

/** Live signals, strongest first; ties in a fixed order, so that the same facts make the same lines. */
export function inOrder(signals: readonly Signal[]): Signal[] {
  return [...signals].sort((a, b) => b.bits - a.bits || a.at - b.at || compare(a.id, b.id) || compare(a.key, b.key));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
