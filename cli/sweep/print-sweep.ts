import type { Decision } from '../../core/plan/decision.ts';
import { type OwnerSource, ownerConfidence } from '../../core/signals/standing/ownership.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, clockTime, count, dim, shortId, yellow } from '../terminal/words.ts';
import type { SweepSummary } from './summary.ts';
import type { SweepOutcome } from './sweep.ts';

const shownOfEach = 8;
const shownUnread = 10;

/** What there is, what is wrong with it, what is new since the last time, and what nobody could see. */
export function printSweep(terminal: Terminal, summary: SweepSummary, outcome: SweepOutcome, seconds: number): void {
  const { accounts, credentials, kinds } = summary;
  terminal.print(
    bold(count(credentials, 'credential')),
    ` in ${count(accounts.swept, 'account')}, ${seconds.toFixed(1)} s`,
  );
  for (const [kind, times] of Object.entries(kinds)) terminal.print(dim(`  ${String(times).padStart(7)} ${kind}`));
  if (summary.ownerless > 0) terminal.print(dim(`  ${String(summary.ownerless).padStart(7)} of them without an owner`));
  printFindings(terminal, outcome);
  printResolved(terminal, outcome);
  printCries(terminal, outcome);
  printWidened(terminal, summary);
  printDue(terminal, outcome);
  printUnseen(terminal, summary);
}

function printFindings(terminal: Terminal, { results }: SweepOutcome): void {
  const told = results.flatMap(({ decisions, news }) =>
    decisions.map((decision) => ({ decision, news: news[decision.id] ?? 'new' })),
  );
  const sources = Object.assign({}, ...results.map(({ ownerSources }) => ownerSources));
  terminal.print('');
  if (told.length === 0)
    terminal.print('Nothing to report: no credential is stale or has more permissions than it should.');
  for (const verdict of ['overprivileged', 'stale'] as const) {
    const fresh = told.filter(({ decision, news }) => decision.verdict === verdict && news !== 'known');
    printWorst(terminal, verdict, fresh.map(({ decision }) => decision).toSorted(worstFirst), sources);
  }
  const known = told.filter(({ news }) => news === 'known').length;
  if (known > 0)
    terminal.print(
      dim(`${count(known, 'finding')} that you were told about before ${known === 1 ? 'stands' : 'stand'}`),
    );
}

type Sources = Readonly<Record<string, OwnerSource>>;

function printWorst(terminal: Terminal, verdict: string, worst: readonly Decision[], sources: Sources): void {
  if (worst.length === 0) return;
  terminal.print(bold(`${verdict} ${worst.length}`));
  for (const { id, accountId, credential, kind, reason, owner } of worst.slice(0, shownOfEach)) {
    terminal.print(
      '  ',
      `${shortId(credential)}`,
      dim(`  ${kind} in ${accountId}  ${ownerWords(owner, sources[credential])}  ${id}`),
    );
    terminal.print('    ', reason);
  }
  if (worst.length > shownOfEach) terminal.print(dim(`  and ${worst.length - shownOfEach} more`));
}

/** `ada@acme.example (by its tag, 80 %)`: how sure it is that the named one answers for it. */
function ownerWords(owner: string | null, source: OwnerSource | undefined): string {
  if (owner === null) return 'no owner';
  return source === undefined
    ? owner
    : `${owner} (${sourceWords[source]}, ${Math.round(100 * ownerConfidence[source])} %)`;
}

const sourceWords: Readonly<Record<OwnerSource, string>> = {
  declared: 'declared',
  tag: 'by its tag',
  'user-name': 'by the user’s name',
  'account-tag': 'by a tag of the account',
  'only-user': 'nobody else uses it',
  maker: 'who made it',
  contact: 'contact of the account',
};

function worstFirst(a: Decision, b: Decision): number {
  return b.score - a.score || (a.credential < b.credential ? -1 : 1);
}

function printResolved(terminal: Terminal, { results }: SweepOutcome): void {
  const resolved = results.flatMap((result) => result.resolved);
  if (resolved.length === 0) return;
  terminal.print(
    bold(`resolved ${resolved.length}`),
    dim('  (found before and gone since, without a step by Rescind)'),
  );
  for (const { credential, decisionId, firstSeen, successor } of resolved.slice(0, shownOfEach)) {
    const next = successor === null ? '' : `  ${shortId(successor)} replaced it`;
    terminal.print('  ', shortId(credential), dim(`  first seen ${clockTime(firstSeen)}  ${decisionId}${next}`));
  }
  if (resolved.length > shownOfEach) terminal.print(dim(`  and ${resolved.length - shownOfEach} more`));
}

/** Whoever was cut off may be the owner or a thief: a person decides, so that no thief opens a door by knocking. */
function printCries(terminal: Terminal, { results }: SweepOutcome): void {
  const cries = results.flatMap((result) => result.cries);
  if (cries.length === 0) return;
  terminal.print(
    bold(`missed ${cries.length}`),
    dim('  (contained here, but now without evidence against it, or with calls refused since)'),
  );
  for (const { credential, outcomeId, usedAt, refused } of cries.slice(0, shownOfEach)) {
    const again = usedAt === null ? 'the reason is gone' : `called again ${clockTime(usedAt)}`;
    const why = refused.length === 0 ? again : `refused since: ${refused.slice(0, 3).join(', ')}`;
    terminal.print('  ', shortId(credential), dim(`  ${why}; if that was honest: rescind restore ${outcomeId}`));
  }
  if (cries.length > shownOfEach) terminal.print(dim(`  and ${cries.length - shownOfEach} more`));
}

function printWidened(terminal: Terminal, { widened }: SweepSummary): void {
  if (widened.length === 0) return;
  terminal.print(bold(`widened ${widened.length}`), dim('  (permissions given since the last sweep)'));
  for (const { to, policy, action, by, at } of widened.slice(0, shownOfEach)) {
    terminal.print('  ', `${action} ${policy ?? ''} ${to ?? ''}`.trim(), dim(`  by ${by}, ${clockTime(at)}`));
  }
  if (widened.length > shownOfEach) terminal.print(dim(`  and ${widened.length - shownOfEach} more`));
}

function printDue(terminal: Terminal, { results }: SweepOutcome): void {
  const due = results.reduce((sum, result) => sum + Object.keys(result.due).length, 0);
  if (due > 0)
    terminal.print(bold(`due ${due}`), dim('  (steps beyond a notice: rescind sweep --apply shows and takes them)'));
}

function printUnseen(terminal: Terminal, { unread, regionsOff, accounts, notRecorded, neverSeen }: SweepSummary): void {
  for (const { path, reason } of unread.slice(0, shownUnread))
    terminal.print(yellow('not seen  '), `${path}: ${reason}`);
  if (unread.length > shownUnread)
    terminal.print(yellow('not seen  '), `and ${unread.length - shownUnread} more; --json lists all`);
  for (const { accountId, reason } of accounts.closed) terminal.print(dim(`left out  account ${accountId} ${reason}`));
  const off = Object.entries(regionsOff).map(([region, times]) => `${region} (${count(times, 'account')})`);
  if (off.length > 0) terminal.print(dim(`switched-off Regions were not read: ${off.join(', ')}`));
  for (const sentence of notRecorded.slice(0, shownUnread)) terminal.print(dim(`not recorded  ${sentence}`));
  if (notRecorded.length > shownUnread) {
    terminal.print(dim(`not recorded  and ${notRecorded.length - shownUnread} more; --json lists all`));
  }
  for (const sentence of neverSeen) terminal.print(dim(`never listed  ${sentence}`));
}
