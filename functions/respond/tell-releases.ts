import type { Release } from '../../core/outcome/release.ts';
import { noteTakenBack, saysWrong } from './taken-back.ts';
import type { Work } from './work.ts';

/** Tells of each that was taken back, and answers how many came to what. */
export async function tellReleases(
  releases: readonly Release[],
  { store, teller, notes, clock }: Pick<Work, 'store' | 'teller' | 'notes' | 'clock'>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { containmentId, outcome } of releases) {
    counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
    const row = await store.read(containmentId);
    if (row?.desired !== 'released') continue;
    if (outcome.kind === 'done' && saysWrong(row.desiredBy)) await noteTakenBack(row.credential, notes, clock.now());
    await teller.tellRestored(containmentId, row.desiredBy, outcome);
  }
  return counts;
}
