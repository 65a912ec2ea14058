import type { DatabaseSync } from 'node:sqlite';
import { durably } from '../../adapters/sqlite/durable.ts';
import { transaction } from '../../adapters/sqlite/state-file.ts';
import type { GrantMade } from '../../core/context/grants/grant-made.ts';
import type { Lease } from '../../core/context/lease.ts';
import type { Forebear } from '../../core/context/lineage.ts';
import { subjectOf } from '../../core/model/credential.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import type { Observed, Standing } from '../../core/signals/standing/standing.ts';
import { type Compared, compare, type KnownFinding } from '../../core/sweep/findings.ts';
import { type DecisionsKept, openDecisions } from '../replay/decisions-kept.ts';
import type { AccountResult, DueStep } from './account-result.ts';
import { KeptFacts } from './kept-facts.ts';
import { Leases } from './leases.ts';
import { SeenUses } from './seen-uses.ts';
import type { Swept } from './sweep-account.ts';

const schema = `CREATE TABLE IF NOT EXISTS sweep_run (
  id INTEGER PRIMARY KEY, scope TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS sweep_account (
  run INTEGER NOT NULL, account TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (run, account)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sweep_finding (
  subject TEXT PRIMARY KEY, account TEXT NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sweep_finding_account ON sweep_finding (account)`;

/** What an earlier version of this table did not know. */
const nothingMore: Omit<
  KnownFinding,
  'credential' | 'reasons' | 'decisionId' | 'firstSeen' | 'lastSeen' | 'resolvedAt'
> = { action: 'notify', retirement: null, due: null, outcomeId: null, lastUse: null, history: [] };

/** An interrupted sweep that is older than this starts anew: its first half would be about another day. */
const longestPause = day;

/** What sweeps remember: the accounts that this one is through with, and the findings of all before it. */
export interface KeptSweep {
  /** The clock of the sweep, also after it was interrupted. */
  readonly startedAt: Instant;
  /** When the last sweep that came to its end began; null for the first. */
  readonly lastSweptAt: Instant | null;
  /** Accounts that were done before the interruption. */
  readonly done: readonly AccountResult[];
  /** What earlier sweeps saw of a credential's uses; null where none did. */
  observed(subject: string, standing: Standing): Observed | null;
  /** What is on record of it from earlier sweeps; null where nothing is. */
  remembered(subject: string): KnownFinding | null;
  /** Permissions given in an account, and the keys that it had: what trails and lists have forgotten by now. */
  grants(accountId: string): readonly GrantMade[];
  forebears(accountId: string): readonly Forebear[];
  noteGrants(grants: readonly GrantMade[]): void;
  /** Null where it is on none. */
  lease(subject: string): Lease | null;
  extend(subject: string, lease: Lease): void;
  /** Every finding that stands, by subject. */
  standing(): ReadonlyMap<string, KnownFinding>;
  /** Puts a finding in the place of what is kept, on disk when it returns. */
  note(subject: string, finding: KnownFinding): void;
  /** Holds an account against what is known, and keeps both: after this it is done. */
  settle(account: Pick<AccountResult, 'accountId' | 'name'>, swept: Swept): AccountResult;
  finish(): void;
}

/** `scope` says what is swept and by which policy: only the same sweep goes on. */
export function keepSweep(path: string, scope: string, now: Instant): KeptSweep {
  const decisions = openDecisions(path);
  const { database } = decisions;
  database.exec(schema);
  const uses = new SeenUses(database);
  const leases = new Leases(database);
  const facts = new KeptFacts(database);
  const findingOf = database.prepare('SELECT body FROM sweep_finding WHERE subject = ?');
  const change = database.prepare('UPDATE sweep_finding SET body = ? WHERE subject = ?');
  const lastSweptAt = lastStart(database);
  const { id, startedAt } = openRun(database, scope, now);
  const bodies = database.prepare('SELECT body FROM sweep_account WHERE run = ? ORDER BY account').all(id);
  return {
    startedAt,
    lastSweptAt,
    done: bodies.map(({ body }) => JSON.parse(String(body)) as AccountResult),
    observed: (subject, standing) => uses.observed(subject, standing, startedAt),
    remembered: (subject) => {
      const row = findingOf.get(subject);
      return row === undefined ? null : readFinding(row.body);
    },
    grants: (accountId) => facts.grants(accountId),
    forebears: (accountId) => facts.forebears(accountId),
    noteGrants: (grants) => transaction(database, () => facts.noteGrants(grants)),
    lease: (subject) => leases.of(subject),
    extend: (subject, lease) => durably(database, () => leases.put(subject, lease)),
    standing: () => {
      const rows = database.prepare('SELECT subject, body FROM sweep_finding').all();
      const all = rows.map(({ subject, body }): [string, KnownFinding] => [String(subject), readFinding(body)]);
      return new Map(all.filter(([, { resolvedAt }]) => resolvedAt === null));
    },
    note: (subject, finding) => durably(database, () => void change.run(JSON.stringify(finding), subject)),
    settle: (account, swept) => settle(decisions, { uses, leases, facts }, { id, startedAt }, account, swept),
    finish: () =>
      transaction(database, () => {
        database.prepare('UPDATE sweep_run SET finished_at = ? WHERE id = ?').run(now, id);
        database.prepare('DELETE FROM sweep_account').run();
        database.prepare('DELETE FROM sweep_run WHERE id <> ?').run(id);
      }),
  };
}

function lastStart(database: DatabaseSync): Instant | null {
  const row = database.prepare('SELECT MAX(started_at) AS started FROM sweep_run WHERE finished_at IS NOT NULL').get();
  return row?.started == null ? null : Number(row.started);
}

function openRun(database: DatabaseSync, scope: string, now: Instant): { id: number; startedAt: Instant } {
  const last = database
    .prepare('SELECT id, started_at FROM sweep_run WHERE scope = ? AND finished_at IS NULL ORDER BY id DESC LIMIT 1')
    .get(scope);
  if (last !== undefined && now - Number(last.started_at) < longestPause) {
    return { id: Number(last.id), startedAt: Number(last.started_at) };
  }
  const { lastInsertRowid } = database
    .prepare('INSERT INTO sweep_run (scope, started_at) VALUES (?, ?)')
    .run(scope, now);
  return { id: Number(lastInsertRowid), startedAt: now };
}

function settle(
  decisions: DecisionsKept,
  { uses, leases, facts }: { readonly uses: SeenUses; readonly leases: Leases; readonly facts: KeptFacts },
  run: { readonly id: number; readonly startedAt: Instant },
  { accountId, name }: Pick<AccountResult, 'accountId' | 'name'>,
  swept: Swept,
): AccountResult {
  const { database } = decisions;
  const known = new Map(
    database
      .prepare('SELECT subject, body FROM sweep_finding WHERE account = ?')
      .all(accountId)
      .map(({ subject, body }) => [String(subject), readFinding(body)]),
  );
  const compared = compare(known, swept, run.startedAt);
  const result = resultOf(accountId, name, swept, compared);
  // Twice is as good as once: killed between the two, the account is swept again and comes to the same rows.
  for (const [at, { assessment }] of swept.judged.entries()) {
    const decision = compared.decisions[at];
    if (decision !== undefined) decisions.add(decision, assessment);
  }
  decisions.commit();
  transaction(database, () => {
    const put = database.prepare('INSERT OR REPLACE INTO sweep_finding VALUES (?, ?, ?)');
    for (const [subject, finding] of compared.findings) put.run(subject, accountId, JSON.stringify(finding));
    const body = JSON.stringify(result);
    database.prepare('INSERT OR REPLACE INTO sweep_account VALUES (?, ?, ?)').run(run.id, accountId, body);
    for (const one of swept.standings) {
      uses.note(subjectOf(one.credential), one, run.startedAt);
      if (one.lease !== null) leases.start(subjectOf(one.credential), one.lease);
    }
    facts.noteForebears(swept.standings);
  });
  return result;
}

function readFinding(body: unknown): KnownFinding {
  return { ...nothingMore, ...(JSON.parse(String(body)) as KnownFinding) };
}

function resultOf(
  accountId: AccountResult['accountId'],
  name: string,
  {
    kinds,
    ownerless,
    ownerSources,
    judged,
    credentials,
    inventory,
    boundaries,
    rightSizes = {},
    gaps,
    regionsOff,
    recording,
  }: Swept,
  { decisions, news, resolved, cries }: Compared,
): AccountResult {
  const due = decisions.flatMap(({ id, action }, at): [string, DueStep][] => {
    const one = judged[at];
    return action === 'notify' || one === undefined
      ? []
      : [[id, { subject: one.assessment.subject, known: one.known }]];
  });
  return {
    accountId,
    name,
    kinds,
    ownerless,
    ownerSources,
    decisions,
    credentials,
    inventory,
    boundaries,
    rightSizes,
    gaps,
    regionsOff,
    recording,
    news,
    resolved,
    due: Object.fromEntries(due),
    cries,
  };
}
