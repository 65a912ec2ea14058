import { extend } from '../../core/context/lease.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { takenBack } from './findings.ts';
import type { KeptSweep } from './kept-sweep.ts';

/**
 * Learns what people took back since the last sweep. Whoever takes a step back answers for the credential: that is a word
 * for as long as an orphan would wait for a new owner, and then the warning starts anew.
 */
export async function reconcile(
  kept: KeptSweep,
  store: Pick<ContainmentStore, 'ofOutcome'>,
  { retire }: Policy,
  now: Instant,
): Promise<void> {
  for (const [subject, finding] of kept.standing()) {
    if (finding.outcomeId === null) continue;
    const rows = await store.ofOutcome(finding.outcomeId);
    const [first] = rows;
    if (first === undefined || rows.some(({ desired }) => desired === 'contained')) continue;
    kept.note(subject, takenBack(finding, first.desiredBy, now));
    kept.extend(subject, extend(kept.lease(subject), first.desiredBy, now, retire.adoptDays));
  }
}
