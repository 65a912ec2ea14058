import { accountTags } from '../../adapters/aws/inventory/accounts.ts';
import { type ControlKind, type ControlsOf, controlPolicies } from '../../adapters/aws/inventory/controls.ts';
import { Gaps, reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import { readAccount } from '../../adapters/aws/inventory/read-account.ts';
import type { Sessions } from '../../adapters/aws/inventory/sessions.ts';
import type { EventDetail } from '../../contract/events.ts';
import type { SweepRun } from '../../contract/notes.ts';
import type { Lease } from '../../core/context/lease.ts';
import { compare, type News } from '../../core/findings.ts';
import { inDoubt } from '../../core/in-doubt.ts';
import type { AccountInventory } from '../../core/intake/account-inventory.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { subjectOf } from '../../core/model/credential.ts';
import { day, formatInstant, type Instant } from '../../core/model/instant.ts';
import { keptIn } from '../../core/model/kept.ts';
import { Notebook } from '../../core/notebook.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import type { JudgedAccount } from '../../core/sweep.ts';
import { extendLease, startLeases } from '../leases.ts';
import { watchedAccounts } from '../watched.ts';
import { type Announcing, announceNews } from './announce.ts';
import { forebearsAfter, type Judging, judge, noteHeld, seenAt, usesAfter } from './judge.ts';
import { type SweptAccount, sweepMemory } from './memory.ts';
import { reconciled } from './reconcile.ts';

export interface SweepWork extends Judging, Announcing {
  readonly sessions: Sessions;
  /** As the stack tells it. */
  readonly reach: readonly string[];
  /** What was done about each credential. */
  readonly containments: Pick<ContainmentStore, 'ofOutcome' | 'open'>;
  /** Addresses of everybody whom Identity Center lets in; throws where it would not tell. */
  readonly askIdentityCenter: () => Promise<ReadonlySet<string>>;
  readonly tellCompleted: (detail: EventDetail<'SweepCompleted'>) => Promise<void>;
  readonly now: () => Instant;
}

/** An interrupted sweep that is older than this starts anew: its first half would be about another day. */
const longestPause = day;

/** The accounts that are left to do: of a sweep that was interrupted, or all of a new one. */
export async function begin(work: SweepWork): Promise<{ readonly run: string; readonly accounts: readonly string[] }> {
  const memory = sweepMemory(work.notes);
  const last = await memory.run();
  if (last !== null && last.finishedAt === null && work.now() - last.startedAt < longestPause) {
    const done = await Promise.all(last.accounts.map(async (id) => (await memory.account(id))?.run === last.id));
    return { run: last.id, accounts: last.accounts.filter((_, at) => done[at] !== true) };
  }
  const startedAt = work.now();
  const found = await accountsOf(work);
  const run: SweepRun = { id: `s_${startedAt}`, startedAt, ...found, unseen: 0, finishedAt: null };
  await memory.setRun(run);
  return { run: run.id, accounts: found.accounts };
}

async function accountsOf({
  sessions,
  reach,
}: SweepWork): Promise<Pick<SweepRun, 'accounts' | 'closed' | 'management' | 'ours'>> {
  const { accounts, closed, members } = await watchedAccounts(reach, sessions);
  const management = members?.find(({ isManagement }) => isManagement)?.id ?? null;
  const ours = members?.filter(({ isActive }) => isActive).map(({ id }) => id) ?? null;
  return { accounts, closed, management, ours };
}

/** One account through the corridor. That it refuses is an answer too; what is thrown comes again. */
export async function sweepOne(run: string, account: string, work: SweepWork): Promise<SweptAccount> {
  const memory = sweepMemory(work.notes);
  const current = await memory.run();
  if (current?.id !== run) throw new Error('this sweep is over');
  const swept = await look(account as AccountId, current, work);
  await memory.setAccount(account, swept, current.startedAt);
  return swept;
}

async function look(account: AccountId, run: SweepRun, work: SweepWork): Promise<SweptAccount> {
  const session = await work.sessions.open(account).catch((error: unknown) => reasonOf(error));
  // fails toward: the account is named as not seen, and asked again by the next sweep
  if (typeof session === 'string') {
    const seen = await seenAt(account, run.startedAt, work);
    const kinds = countsOf(seen.map(({ kind }) => kind));
    return { ...nothing, run: run.id, refused: session, credentials: seen.length, kinds };
  }
  const gaps = new Gaps(account);
  const told = (run.ours ?? null) !== null ? await toldOf(account, run, gaps, work) : null;
  const people = await whoWorksHere(run, gaps, work);
  const now = run.startedAt;
  const read = await readAccount(session, { now, regions: null });
  session.close();
  const inventory: AccountInventory = { ...read, accountTags: [], ...told, gaps: [...read.gaps, ...gaps.found] };
  const memory = sweepMemory(work.notes);
  const [found, uses, forebears] = await Promise.all([
    memory.findings(account),
    memory.uses(account),
    memory.forebears(account),
  ]);
  const { findings: known, answered } = await reconciled(found, work.containments, now);
  const { adoptDays } = (await work.settings()).policy.retire;
  for (const { subject, by } of answered) await extendLease({ account, subject }, by, now, work.notes, adoptDays);
  const notebook = new Notebook(work.notes);
  const doubted = inDoubt(await work.containments.open(), known.values());
  const judged = await judge(inventory, { known, uses, forebears, doubted }, run, people, work, notebook);
  const compared = compare(known, { ...judged, gaps: inventory.gaps }, now);
  await announceNews(judged, compared, work);
  await startLeases(account, leasesIn(judged), work.notes);
  // Told first, remembered second: killed in between, the same is told again under the same ids.
  await memory.setFindings(account, compared.findings, now);
  await memory.setUses(account, usesAfter(uses, judged.standings, now), now);
  await noteHeld(inventory, now, notebook);
  await memory.setForebears(account, forebearsAfter(forebears, judged.standings));
  const active = judged.standings.filter(({ status }) => status === 'active');
  return {
    run: run.id,
    refused: null,
    credentials: judged.standings.length,
    kinds: countsOf(judged.standings.map(({ credential }) => credential.kind)),
    ownerless: active.filter(({ owner, keeper }) => owner.kind === 'unknown' && keeper === 'customer').length,
    findings: { ...noFindings, ...countsOf(Object.values(compared.news)), resolved: compared.resolved.length },
    gaps: inventory.gaps.length,
  };
}

/** What the organisation tells of an account; what it would not tell is a gap. No control policy binds the management account. */
async function toldOf(
  account: AccountId,
  run: SweepRun,
  gaps: Gaps,
  { sessions: { organizations } }: SweepWork,
): Promise<Pick<AccountInventory, 'accountTags' | 'controls' | 'resourceControls'>> {
  const tags = await gaps.read('tags of the account', accountTags(organizations, account));
  if (account === run.management) return { accountTags: tags ?? [] };
  const controlsOf = controlsIn(run.id, organizations);
  return {
    accountTags: tags ?? [],
    controls: await gaps.read('service control policies', controlsOf('SERVICE_CONTROL_POLICY')(account)),
    resourceControls: await gaps.read('resource control policies', controlsOf('RESOURCE_CONTROL_POLICY')(account)),
  };
}

/**
 * By the list of the context folder and, where the policy says so, by Identity Center. Half a list would make leavers of the other
 * half, so it is none, and a gap.
 */
async function whoWorksHere(run: SweepRun, gaps: Gaps, work: SweepWork): Promise<ReadonlySet<string> | null> {
  const { policy, words } = await work.settings();
  const { people = null } = words;
  if (!policy.askIdentityCenter) return people;
  if (asked?.run !== run.id || asked.work !== work) asked = { run: run.id, work, people: work.askIdentityCenter() };
  const found = await gaps.read('Identity Center, who works here', asked.people);
  return found === null ? null : new Set([...(people ?? []), ...found]);
}

/** Once a run, for as long as the process lives. */
let asked: {
  readonly run: string;
  readonly work: SweepWork;
  readonly people: Promise<ReadonlySet<string>>;
} | null = null;

type Organizations = SweepWork['sessions']['organizations'];
let known: {
  readonly run: string;
  readonly organizations: Organizations;
  readonly of: Map<ControlKind, ControlsOf>;
} | null = null;

/** What accounts have in common is asked once a run, for as long as the process lives. */
function controlsIn(run: string, organizations: Organizations): (kind: ControlKind) => ControlsOf {
  if (known === null || known.run !== run || known.organizations !== organizations) {
    known = { run, organizations, of: new Map() };
  }
  const { of } = known;
  return (kind) => keptIn(of, kind, () => controlPolicies(organizations, kind));
}

function leasesIn({ standings }: JudgedAccount): readonly (readonly [subject: string, lease: Lease])[] {
  return standings.flatMap(({ credential, lease }) => (lease === null ? [] : [[subjectOf(credential), lease]]));
}

const noFindings: Readonly<Record<News | 'resolved', number>> = { new: 0, changed: 0, known: 0, resolved: 0 };
const nothing = { credentials: 0, kinds: {}, ownerless: 0, findings: noFindings, gaps: 0 };

/** Sums up what there is of a run, and tells of it. Answers how many accounts could not be seen; they are named. */
export async function end(
  id: string,
  work: SweepWork,
): Promise<{ readonly unseen: number; readonly accounts: number }> {
  const memory = sweepMemory(work.notes);
  const run = await memory.run();
  if (run?.id !== id) throw new Error('this sweep is over');
  const results = await Promise.all(run.accounts.map((account) => memory.account(account)));
  const unseen = run.accounts.flatMap((accountId, at) => {
    const result = results[at];
    if (result?.run !== id) return [{ accountId, reason: 'was not finished' }];
    return result.refused === null ? [] : [{ accountId, reason: result.refused }];
  });
  const done = results.filter((one) => one?.run === id) as SweptAccount[];
  const sum = (of: (one: SweptAccount) => number) => done.reduce((total, one) => total + of(one), 0);
  const refused = done.filter((one) => one.refused !== null).length;
  const finishedAt = work.now();
  await work.tellCompleted({
    version: 1,
    id,
    startedAt: formatInstant(run.startedAt),
    at: formatInstant(finishedAt),
    accounts: { swept: done.length - refused, refused, unfinished: unseen.length - refused, closed: run.closed },
    unseen: unseen.slice(0, mostNamed),
    credentials: sum(({ credentials }) => credentials),
    kinds: addedUp(done.map(({ kinds }) => kinds)),
    ownerless: sum(({ ownerless }) => ownerless),
    findings: {
      new: sum(({ findings }) => findings.new),
      changed: sum(({ findings }) => findings.changed),
      known: sum(({ findings }) => findings.known),
      resolved: sum(({ findings }) => findings.resolved),
    },
    gaps: sum(({ gaps }) => gaps),
  });
  await memory.setRun({ ...run, unseen: unseen.length, finishedAt });
  return { unseen: unseen.length, accounts: run.accounts.length };
}

/** An event holds 256 KB. */
const mostNamed = 100;

function countsOf(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

function addedUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, times] of counts.flatMap(Object.entries)) total[name] = (total[name] ?? 0) + Number(times);
  return total;
}
