import { ignoredReasons, rejectedReasons } from '../../core/intake/reasons.ts';
import { type Decision, heldBackWords } from '../../core/plan/decision.ts';
import { actionNames } from '../../core/policy/policy.ts';
import { filesNotWhole } from '../../report/coverage.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, clockTime, count, dim, shortId, yellow } from '../terminal/words.ts';
import type { LeftOut, ReplaySummary } from './summary.ts';

const reasons: Readonly<Record<string, string>> = {
  ...ignoredReasons,
  ...rejectedReasons,
  'outside-period': 'The record is from outside the period asked for.',
};

/** What was read, what was decided, and what could not be read. */
export function printSummary(
  terminal: Terminal,
  { files, records, credentials }: ReplaySummary,
  decisions: readonly Decision[],
  trust: readonly string[],
  seconds: number,
): void {
  terminal.print(
    bold(count(records.read, 'record')),
    ` in ${filesOf(files)}, ${count(credentials, 'credential')}, ${seconds.toFixed(1)} s`,
  );
  terminal.print(dim(`  ${count(records.scored, 'use')} judged, ${count(records.duplicate, 'duplicate')}`));
  for (const [reason, times] of [...Object.entries(records.ignored), ...Object.entries(records.rejected)]) {
    terminal.print(dim(`  ${String(times).padStart(7)} ${reason.padEnd(18)} ${reasons[reason] ?? ''}`));
  }
  for (const one of files.leftOut) terminal.print(dim(`  ${leftOut(one)}`));
  if (records.scored + records.duplicate === 0 && decisions.length === 0) printNothingJudged(terminal);
  else {
    printDecisions(terminal, decisions, files.unreadable.length === 0);
    printTrust(terminal, trust);
  }
  for (const { path, reason } of files.unreadable) terminal.print(yellow('not read  '), `${path} ${reason}`);
}

/** What lies among logs and is none is no fault, but whoever takes it for one must see that it was not read. */
function leftOut({ files, paths, reason }: LeftOut): string {
  const names = paths.map((path) => path.replace(/^.*[/\\](?=.)/s, ''));
  const named = `${names.join(', ')}${files > names.length ? ', …' : ''}`;
  return `${count(files, 'file')} left out: ${named} (${files > 1 ? 'each ' : ''}${reason})`;
}

/** A file that broke off gave records, too. */
function filesOf(files: ReplaySummary['files']): string {
  const { read } = files;
  const notWhole = filesNotWhole(files);
  const whole = read > 0 || notWhole === 0 ? [count(read, 'file')] : [];
  const broken = notWhole > 0 ? [`${count(notWhole, 'file')} not read whole`] : [];
  return [...whole, ...broken].join(' and ');
}

/** How far all that may be believed. */
export function printTrust(terminal: Terminal, trust: readonly string[]): void {
  terminal.print('');
  terminal.print(bold('How often it is wrong'));
  for (const sentence of trust) terminal.print('  ', sentence);
}

/** Nothing judged must not read like nothing found. */
function printNothingJudged(terminal: Terminal): void {
  terminal.print('');
  terminal.print(yellow('Nothing was judged: '), 'this says nothing about any credential.');
}

const shownOfEach = 5;

/** The policy says enforce; a replay decides by it and acts on nobody. */
const enforced = '  (would be done; a replay changes nothing)';

function printDecisions(terminal: Terminal, decisions: readonly Decision[], allRead: boolean): void {
  terminal.print('');
  const where = allRead ? '' : ' in what could be read';
  if (decisions.length === 0) terminal.print(`Nothing to decide${where}: no credential gave reason for doubt.`);
  for (const action of actionNames.toReversed()) {
    const worst = decisions.filter((decision) => decision.action === action).toSorted(gravestFirst);
    if (worst.length === 0) continue;
    const heldBack = worst.filter((decision) => decision.heldBack !== null).length;
    terminal.print(
      bold(`${action} ${worst.length}`),
      heldBack === 0 ? '' : `, ${heldBack} of them held back`,
      dim(worst.some(({ mode }) => mode === 'enforce') ? enforced : '  (observe mode: nothing is done)'),
    );
    for (const decision of worst.slice(0, shownOfEach)) {
      const { id, at, credential, reason, owner } = decision;
      terminal.print('  ', dim(clockTime(at)), ` ${shortId(credential)}`, dim(`  ${owner ?? 'no owner'}  ${id}`));
      terminal.print('    ', reason);
      const why = heldBackWords(decision);
      if (why !== null) terminal.print('    ', why);
    }
    if (worst.length > shownOfEach) terminal.print(dim(`  and ${worst.length - shownOfEach} more`));
  }
}

/** What somebody did comes before how something stands: it will not wait; and before both what was held back. */
function gravestFirst(a: Decision, b: Decision): number {
  return rankOf(b) - rankOf(a) || b.score - a.score;
}

function rankOf({ heldBack, eventId }: Decision): number {
  return 2 * Number(heldBack !== null) + Number(eventId !== null);
}
