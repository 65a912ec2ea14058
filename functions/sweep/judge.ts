import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import { isMadeByUs } from '../../adapters/aws/inventory/made-by-us.ts';
import type { Sessions } from '../../adapters/aws/inventory/sessions.ts';
import type { SweepRun } from '../../contract/notes.ts';
import { type AddressBook, settledAddresses } from '../../core/context/addresses.ts';
import { settledNetworks } from '../../core/context/established.ts';
import { type Given, type GivenBook, givenNameOf } from '../../core/context/grants/given.ts';
import type { GrantMade } from '../../core/context/grants/grant-made.ts';
import { heldBook, joinHeld } from '../../core/context/grants/held.ts';
import { type Maker, madeNames } from '../../core/context/grants/maker.ts';
import type { ContextStore } from '../../core/context/habits/context-store.ts';
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
import type { RoleDetail } from '../../core/intake/account/account-details.ts';
import type { AccountInventory } from '../../core/intake/account/account-inventory.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { type Credential, subjectOf } from '../../core/model/credential.ts';
import type { Instant } from '../../core/model/instant.ts';
import { addressesKey, givenKeptFor, givenKey, makerKey } from '../../core/observe/note-keys.ts';
import { Notebook } from '../../core/observe/notebook.ts';
import { seenCredentials } from '../../core/observe/seen-credentials.ts';
import { type EstablishedNetworks, noNetworks } from '../../core/plan/facts.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { credentialsIn } from '../../core/signals/standing/inventory.ts';
import { holdsGrants, type Standing } from '../../core/signals/standing/standing.ts';
import type { KnownFinding } from '../../core/sweep/findings.ts';
import { type InUse, seenInUse } from '../../core/sweep/seen-in-use.ts';
import { type JudgedAccount, judgeAccount } from '../../core/sweep/sweep.ts';
import { readLeases } from '../leases.ts';
import type { Settings } from '../settings.ts';

export interface Judging {
  readonly settings: () => Promise<Settings>;
  /** What was learned of each credential. */
  readonly contexts: Pick<ContextStore, 'load'>;
  /** Where leases are kept. */
  readonly notes: NoteStore;
  /** Who asks: by that, and by the Region, the roles of the deployment are known. */
  readonly sessions: Pick<Sessions, 'caller'>;
  readonly region: string;
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

/**
 * By all that is on record of its credentials: what sweeps remember, and what was learned from their uses. `people`: everybody
 * who works here; null where nobody knows.
 */
export async function judge(
  inventory: AccountInventory,
  { known, uses, forebears, doubted }: Left,
  run: SweepRun,
  people: ReadonlySet<string> | null,
  work: Judging,
  notebook: Notebook,
): Promise<JudgedAccount> {
  const { policy, exemptions, words } = await work.settings();
  const { startedAt: now, ours = null, management = null } = run;
  const { declarations } = words;
  const { accountId: administrator, partition } = await work.sessions.caller();
  const home = { administrators: new Set([administrator]), management, partition, region: work.region };
  const surroundings = {
    ownerTags: policy.ownerTags,
    names: policy.owners,
    people,
    ours: ours === null ? null : new Set(ours),
    isMadeByUs: (role: RoleDetail) => isMadeByUs(role, home),
  };
  const subjects = credentialsIn({ ...inventory, declarations });
  const seen = await seenCredentials(inventory.accountId, work.notes);
  const learned = await learnedOf(
    [...new Map([...seen, ...subjects].map((one) => [subjectOf(one), one])).values()],
    now,
    work,
  );
  const leases = await readLeases(inventory.accountId, work.notes);
  const [makers, grants] = await Promise.all([makersOf(subjects, notebook), givenTo(subjects, notebook)]);
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
    inUse: inUseOf(seen, learned, now),
    maker: (credential) =>
      madeNames(credential)
        .map((name) => makers.get(name))
        .find((one) => one) ?? null,
    grants,
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

/** Whoever was at work in an account that lets nobody in, by what is remembered. */
export async function seenAt(account: AccountId, now: Instant, work: Judging): Promise<readonly Credential[]> {
  const seen = await seenCredentials(account, work.notes);
  const used = inUseOf(seen, await learnedOf(seen, now, work), now);
  const gap = { accountId: account, region: null, what: 'the account', reason: 'refused', times: 1 };
  return seenInUse({ gaps: [gap] }, [], used, now).map(({ credential }) => credential);
}

/** What was not used for longer than IAM looks back is taken for gone. */
function inUseOf(seen: readonly Credential[], learned: ReadonlyMap<string, Learned>, now: Instant): readonly InUse[] {
  return seen.flatMap((credential) => {
    const lastUsedAt = learned.get(subjectOf(credential))?.record?.lastUsedAt ?? null;
    return lastUsedAt === null || now - lastUsedAt > givenKeptFor ? [] : [{ credential, lastUsedAt }];
  });
}

const readsAtOnce = 16;

/** What was learned of one credential from its own uses. */
interface Learned {
  readonly record: UseRecord | null;
  readonly places: EstablishedNetworks;
}

async function learnedOf(
  credentials: readonly Credential[],
  now: Instant,
  { contexts, notes }: Pick<Judging, 'contexts' | 'notes'>,
): Promise<ReadonlyMap<string, Learned>> {
  const notebook = new Notebook(notes);
  const pairs = await atOnce(credentials, readsAtOnce, async (credential) => {
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

/** Who was seen making them, by `madeNames`. */
async function makersOf(credentials: readonly Credential[], notebook: Notebook): Promise<ReadonlyMap<string, Maker>> {
  const names = [...new Set(credentials.flatMap(madeNames))];
  const found = await atOnce(
    names,
    readsAtOnce,
    async (name) => [name, await notebook.read<Maker>(makerKey(name))] as const,
  );
  return new Map(found.flatMap(([name, maker]) => (maker === null ? [] : [[name, maker]])));
}

/** What the lists say of who holds what, for whoever is given more before the next sweep. A race lost is the next one's. */
export async function noteHeld(
  { details }: Pick<AccountInventory, 'details'>,
  now: Instant,
  notebook: Notebook,
): Promise<void> {
  const seen = details.flatMap((one) => [...heldBook(one, now)]);
  await atOnce(seen, readsAtOnce, async ([name, given]) => {
    const before = await notebook.read<Given>(givenKey(name));
    const book: GivenBook = new Map(before === null ? [] : [[name, before]]);
    if (joinHeld(book, new Map([[name, given]])).length === 0) return;
    const all = book.get(name);
    // More than a note holds is more than anybody could judge at once.
    if (JSON.stringify(all).length < longestNote) await notebook.write(givenKey(name), all, now + givenKeptFor);
  });
}

const longestNote = 150_000;

/** What their users and roles were seen to be given. */
async function givenTo(credentials: readonly Credential[], notebook: Notebook): Promise<readonly GrantMade[]> {
  const names = new Set(
    credentials.filter(holdsGrants).map(({ accountId, principal }) => givenNameOf(principal, accountId)),
  );
  const found = await atOnce([...names], readsAtOnce, (name) => notebook.read<Given>(givenKey(name)));
  return found.flatMap((given) => given?.grants ?? []);
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
