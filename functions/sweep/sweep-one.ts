import { Gaps, reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import { readAccount } from '../../adapters/aws/inventory/read-account.ts';
import type { SweepRun } from '../../contract/notes.ts';
import type { Lease } from '../../core/context/lease.ts';
import type { AccountInventory } from '../../core/intake/account/account-inventory.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { subjectOf } from '../../core/model/credential.ts';
import { Notebook } from '../../core/observe/notebook.ts';
import { compare, type News } from '../../core/sweep/findings.ts';
import { inDoubt } from '../../core/sweep/in-doubt.ts';
import type { JudgedAccount } from '../../core/sweep/sweep.ts';
import { extendLease, startLeases } from '../leases.ts';
import { announceNews } from './announce.ts';
import { forebearsAfter, judge, noteHeld, seenAt, usesAfter } from './judge.ts';
import { type SweptAccount, sweepMemory } from './memory.ts';
import { reconciled } from './reconcile.ts';
import { toldOf, whoWorksHere } from './told-of-account.ts';
import type { SweepWork } from './work.ts';

/** One account through the corridor. That it refuses is an answer too; what is thrown comes again. */
export async function sweepOne(run: string, account: string, work: SweepWork): Promise<SweptAccount> {
  const memory = sweepMemory(work.notes);
  const current = await memory.run();
  if (current?.id !== run) throw new Error('this sweep is over');
  const swept = { ...(await look(account as AccountId, current, work)), at: work.now() };
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

function leasesIn({ standings }: JudgedAccount): readonly (readonly [subject: string, lease: Lease])[] {
  return standings.flatMap(({ credential, lease }) => (lease === null ? [] : [[subjectOf(credential), lease]]));
}

const noFindings: Readonly<Record<News | 'resolved', number>> = { new: 0, changed: 0, known: 0, resolved: 0 };
const nothing = { credentials: 0, kinds: {}, ownerless: 0, findings: noFindings, gaps: 0 };

function countsOf(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
