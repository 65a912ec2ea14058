import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import type { SweepRun } from '../../contract/notes.ts';
import type { ContextStore } from '../../core/context/context-store.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import {
  joinedRecord,
  recordOfBaseline,
  recordOfSweeps,
  type SeenUse,
  seenAgain,
  type UseRecord,
} from '../../core/context/seen-use.ts';
import type { KnownFinding } from '../../core/findings.ts';
import type { AccountInventory } from '../../core/intake/account-inventory.ts';
import { subjectOf } from '../../core/model/credential.ts';
import type { Instant } from '../../core/model/instant.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { standingsOf } from '../../core/signals/inventory.ts';
import type { Standing } from '../../core/signals/standing.ts';
import { type JudgedAccount, judgeAccount } from '../../core/sweep.ts';
import { readLeases } from '../leases.ts';
import type { Settings } from '../settings.ts';

export interface Judging {
  readonly settings: () => Promise<Settings>;
  /** What was learned of each credential. */
  readonly contexts: Pick<ContextStore, 'load'>;
  /** Where leases are kept. */
  readonly notes: NoteStore;
  /** Whether all accounts of the organisation are swept, or the own one alone. */
  readonly everywhere: boolean;
}

/** What earlier sweeps left of an account. */
export interface Left {
  readonly known: ReadonlyMap<string, KnownFinding>;
  readonly uses: ReadonlyMap<string, SeenUse>;
}

/** By all that is on record of its credentials: what sweeps remember, and what was learned from their uses. */
export async function judge(
  inventory: AccountInventory,
  { known, uses }: Left,
  run: SweepRun,
  work: Judging,
): Promise<JudgedAccount> {
  const { policy, exemptions, words } = await work.settings();
  const now = run.startedAt;
  const { declarations } = words;
  const surroundings = {
    ownerTags: policy.ownerTags,
    names: policy.owners,
    people: null,
    ours: work.everywhere ? new Set(run.accounts) : null,
  };
  const listed = standingsOf({ ...inventory, declarations }, surroundings);
  const learned = await recordsOf(
    listed.map(({ credential }) => subjectOf(credential)),
    work,
  );
  const leases = await readLeases(inventory.accountId, work.notes);
  return judgeAccount(inventory, {
    now,
    declarations,
    surroundings,
    circumstances: { policy, exemptions, spent: emptySpent() },
    lease: (subject) => leases.get(subject) ?? null,
    remembered: (subject) => known.get(subject) ?? null,
    observed: (subject, { lastUse }) => {
      const swept = recordOfSweeps(uses.get(subject) ?? null, lastUse.kind === 'used' ? lastUse.at : null, now);
      return joinedRecord(swept, learned.get(subject) ?? null);
    },
  });
}

const readsAtOnce = 16;

async function recordsOf(
  subjects: readonly string[],
  { contexts }: Pick<Judging, 'contexts'>,
): Promise<ReadonlyMap<string, UseRecord>> {
  const pairs = await atOnce(subjects, readsAtOnce, async (subject) => {
    const stored = await contexts.load(subject);
    return [subject, stored === null ? null : recordOfBaseline(stored.baseline)] as const;
  });
  return new Map(pairs.flatMap(([subject, record]) => (record === null ? [] : [[subject, record] as const])));
}

/** The same with what was seen this time. */
export function usesAfter(
  before: ReadonlyMap<string, SeenUse>,
  standings: readonly Standing[],
  now: Instant,
): ReadonlyMap<string, SeenUse> {
  const after = new Map(before);
  for (const { credential, lastUse } of standings) {
    if (lastUse.kind !== 'used') continue;
    const subject = subjectOf(credential);
    after.set(subject, seenAgain(before.get(subject) ?? null, lastUse.at, now));
  }
  return after;
}
