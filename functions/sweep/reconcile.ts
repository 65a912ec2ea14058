import { carriedOut, type KnownFinding, takenBack } from '../../core/findings.ts';
import type { Instant } from '../../core/model/instant.ts';
import { type Containment, outcomeIdOf } from '../../core/outcome/containment.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';

/**
 * The findings, with what the function that responds did about them since the last sweep: the days of a step count from
 * when it was done, and whoever took one back has answered for the credential.
 */
export async function reconciled(
  findings: ReadonlyMap<string, KnownFinding>,
  containments: Pick<ContainmentStore, 'ofOutcome'>,
  now: Instant,
): Promise<ReadonlyMap<string, KnownFinding>> {
  const pairs = [...findings].map(async ([subject, finding]): Promise<readonly [string, KnownFinding]> => {
    const outcomeId = outcomeOf(finding);
    const rows = outcomeId === null ? [] : await containments.ofOutcome(outcomeId);
    return [subject, outcomeId === null ? finding : after(finding, outcomeId, rows, now)];
  });
  return new Map(await Promise.all(pairs));
}

/** What might be in force because of it. */
function outcomeOf({ outcomeId, due, decisionId, resolvedAt }: KnownFinding): string | null {
  if (resolvedAt !== null) return null;
  return outcomeId ?? (due === null ? null : outcomeIdOf(decisionId));
}

function after(finding: KnownFinding, outcomeId: string, rows: readonly Containment[], now: Instant): KnownFinding {
  const [first] = rows;
  if (first === undefined) return finding;
  if (rows.every(({ desired }) => desired === 'released')) return takenBack(finding, first.desiredBy, now);
  const answers = rows.map(({ answer }) => answer);
  const isDone = answers.every((answer) => answer?.outcome.kind === 'done' || answer?.outcome.kind === 'already-so');
  // What is off by then is off because of us, though the step is not finished yet.
  if (!isDone) return { ...finding, outcomeId };
  return carriedOut(finding, outcomeId, Math.max(...answers.map((answer) => answer?.at ?? now)));
}
