import { extend } from '../../core/context/lease.ts';
import type { Instant } from '../../core/model/instant.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { takenBack } from '../../core/sweep/findings.ts';
import type { KeptSweep } from './kept-sweep.ts';

/**
 * Learns what people took back since the last sweep, and what a sweep that was killed had begun. Whoever takes a step back answers for the credential: that is a word
 * for as long as an orphan would wait for a new owner, and then the warning starts anew.
 */
export async function reconcile(
  kept: KeptSweep,
  store: Pick<ContainmentStore, 'ofOutcome'>,
  { retire }: Policy,
  now: Instant,
): Promise<void> {
  for (const [subject, finding] of kept.standing()) {
    const outcomeId = finding.outcomeId ?? (finding.due === null ? null : outcomeIdOf(finding.decisionId));
    const rows = outcomeId === null ? [] : await store.ofOutcome(outcomeId);
    const [first] = rows;
    if (first === undefined) continue;
    if (rows.some(({ desired }) => desired === 'contained')) {
      // Killed while it acted: what is off by then is off because of us, and the step is still to be finished.
      if (finding.outcomeId === null) kept.note(subject, { ...finding, outcomeId });
      continue;
    }
    kept.note(subject, takenBack(finding, first.desiredBy, now));
    kept.extend(subject, extend(kept.lease(subject), first.desiredBy, now, retire.adoptDays));
  }
}
