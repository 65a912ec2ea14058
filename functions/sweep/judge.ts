import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import type { SweepRun } from '../../contract/notes.ts';
import { settledNetworks } from '../../core/assess.ts';
import { type AddressBook, settledAddresses } from '../../core/context/addresses.ts';
import type { ContextStore } from '../../core/context/context-store.ts';
import { type Forebear, isRenewed } from '../../core/context/lineage.ts';
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
import { Notebook } from '../../core/notebook.ts';
import { type EstablishedNetworks, noNetworks } from '../../core/plan/facts.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { addressesKey } from '../../core/recall.ts';
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
  /** Keys and the like that it had, those that are gone included. */
  readonly forebears: ReadonlyMap<string, Forebear>;
  /** What is contained for another reason than a step of ours, by id and ARN. */
  readonly doubted: ReadonlySet<string>;
}

/** By all that is on record of its credentials: what sweeps remember, and what was learned from their uses. */
export async function judge(
  inventory: AccountInventory,
  { known, uses, forebears, doubted }: Left,
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
  const learned = await learnedOf(listed, now, work);
  const leases = await readLeases(inventory.accountId, work.notes);
  return judgeAccount(inventory, {
    now,
    doubted,
    declarations,
    surroundings,
    // No role of ours may put a boundary on.
    circumstances: {
      policy: { ...policy, overprivileged: { ...policy.overprivileged, boundary: 'propose' } },
      exemptions,
      spent: emptySpent(),
    },
    forebears: [...forebears.values()].map((one) => ({ ...one, ended: true })),
    lease: (subject) => leases.get(subject) ?? null,
    remembered: (subject) => known.get(subject) ?? null,
    observed: (subject, { lastUse }) => {
      const swept = recordOfSweeps(uses.get(subject) ?? null, lastUse.kind === 'used' ? lastUse.at : null, now);
      return joinedRecord(swept, learned.get(subject)?.record ?? null);
    },
    places: (credential) => learned.get(subjectOf(credential))?.places ?? null,
  });
}

const readsAtOnce = 16;

/** What was learned of one credential from its own uses. */
interface Learned {
  readonly record: UseRecord | null;
  readonly places: EstablishedNetworks;
}

async function learnedOf(
  standings: readonly Standing[],
  now: Instant,
  { contexts, notes }: Pick<Judging, 'contexts' | 'notes'>,
): Promise<ReadonlyMap<string, Learned>> {
  const notebook = new Notebook(notes);
  const pairs = await atOnce(standings, readsAtOnce, async ({ credential }) => {
    const subject = subjectOf(credential);
    const stored = await contexts.load(subject);
    if (stored === null) return [];
    const networks = settledNetworks([stored.baseline], now);
    const book = (await notebook.read<AddressBook>(addressesKey(credential.principal))) ?? {};
    const cidrs = networks.flatMap((network) => settledAddresses(book, network, now));
    const vpcEndpoints = networks.filter((network) => network.startsWith('vpce-'));
    const learned = { record: recordOfBaseline(stored.baseline), places: { ...noNetworks, cidrs, vpcEndpoints } };
    return [[subject, learned] as const];
  });
  return new Map(pairs.flat());
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

/** The same with those that are there this time, of kinds that get another id when they are rotated. */
export function forebearsAfter(
  before: ReadonlyMap<string, Forebear>,
  standings: readonly Standing[],
): ReadonlyMap<string, Forebear> {
  const after = new Map(before);
  for (const { credential, createdAt, lastUse, status } of standings) {
    if (!isRenewed(credential)) continue;
    const lastUsedAt = lastUse.kind === 'used' ? lastUse.at : null;
    after.set(subjectOf(credential), { credential, since: createdAt, lastUsedAt, ended: status === 'inactive' });
  }
  return after;
}
