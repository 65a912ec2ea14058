import type { Instant } from '../../core/model/instant.ts';
import { type Containment, outcomeIdOf } from '../../core/outcome/containment.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import { carriedOut, type KnownFinding, takenBack } from '../../core/sweep/findings.ts';

export interface Reconciled {
  readonly findings: ReadonlyMap<string, KnownFinding>;
  /** Credentials that somebody answered for by taking a step back. */
  readonly answered: readonly { readonly subject: string; readonly by: string }[];
}

/**
 * The findings, with what the function that responds did about them since the last sweep: the days of a step count from
 * when it was done, and whoever took one back has answered for the credential.
 */
export async function reconciled(
  findings: ReadonlyMap<string, KnownFinding>,
  containments: Pick<ContainmentStore, 'ofOutcome'>,
  now: Instant,
): Promise<Reconciled> {
  const after = new Map(findings);
  const answered: { subject: string; by: string }[] = [];
  for (const [subject, finding] of findings) {
    const outcomeId = outcomeOf(finding);
    const rows = outcomeId === null ? [] : await containments.ofOutcome(outcomeId);
    const [first] = rows;
    if (outcomeId === null || first === undefined) continue;
    if (rows.every(({ desired }) => desired === 'released')) {
      after.set(subject, takenBack(finding, first.desiredBy, now));
      answered.push({ subject, by: first.desiredBy });
    } else after.set(subject, inForce(finding, outcomeId, rows, now));
  }
  return { findings: after, answered };
}

/** What might be in force because of it. */
function outcomeOf({ outcomeId, due, decisionId, resolvedAt }: KnownFinding): string | null {
  if (resolvedAt !== null) return null;
  return outcomeId ?? (due === null ? null : outcomeIdOf(decisionId));
}

function inForce(finding: KnownFinding, outcomeId: string, rows: readonly Containment[], now: Instant): KnownFinding {
  const answers = rows.map(({ answer }) => answer);
  const isDone = answers.every((answer) => answer?.outcome.kind === 'done' || answer?.outcome.kind === 'already-so');
  // What is off by then is off because of us, though the step is not finished yet.
  if (!isDone) return { ...finding, outcomeId };
  return carriedOut(finding, outcomeId, Math.max(...answers.map((answer) => answer?.at ?? now)));
}
