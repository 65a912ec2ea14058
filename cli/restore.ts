import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { Command } from 'commander';
import type { Containment } from '../core/outcome/containment.ts';
import { gravest } from '../core/outcome/outcome.ts';
import type { RespondPorts } from '../core/outcome/ports.ts';
import { restore } from '../core/outcome/release.ts';
import { exitStatus, UsageError } from './exit.ts';
import type { DecisionLine } from './replay/decision-line.ts';
import { openAws, portsOf } from './respond/aws.ts';
import { isConfirmed, mustBeAskable, mustBeMeant } from './respond/confirm.ts';
import { type Difference, differenceOf } from './respond/difference.ts';
import { printResult, statusOf } from './respond/print-result.ts';
import { openResponderState, type ResponderState, usualState } from './respond/state.ts';
import { endDeadLeases } from './respond/worker.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';
import { bold, dim } from './terminal/words.ts';

const help = `
OUTCOME_ID is what rescind contain printed; rescind status lists the ones in force. It undoes what is on record under
that id, place by place, and nothing else. What somebody changed since is left as it is, and told. Run it again and it
finds everything taken back. It acts with your own AWS credentials.

Exit status: 0 all of it is taken back; 1 not all of it could be; 2 bad usage, or nothing may be done.

Example:
  rescind restore o_6bb3c2a1f09d4e57 --dry-run`;

interface Given {
  readonly profile?: string;
  readonly region?: string;
  readonly state: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly enableKey?: true;
  readonly json?: true;
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Takes back exactly what one outcome did: shows the difference, asks, undoes it.')
    .argument('<outcome>', 'an outcome id (o_…)')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <name>', 'Region to sign for, outside the usual partition')
    .option('--state <file>', 'where it is kept what was done', usualState)
    .option('--dry-run', 'show the difference, change nothing')
    .option('--yes', 'do not ask')
    .option('--enable-key', 'switch a key on again although there is evidence that it was stolen')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', help)
    .action(async (outcomeId: string, given: Given) => {
      process.exitCode = await run(outcomeId, given);
    });
}

async function run(id: string, given: Given): Promise<number> {
  if (given.dryRun !== true) mustBeAskable(given.yes === true);
  if (!existsSync(given.state)) {
    throw new UsageError(`There is no state file ${given.state}.`, 'Give the one that contain wrote: --state FILE.');
  }
  const terminal = openTerminal();
  const state = openResponderState(given.state);
  const rows = await recorded(id, state);
  const ports = portsOf(await openAws(given), state);
  await endDeadLeases(rows, hostname(), ports);
  const differences = await readDifferences(rows, ports);
  printDifferences(terminal, id, differences, given.dryRun === true && given.json !== true);
  if (given.dryRun === true) {
    if (given.json) terminal.printJson({ outcomeId: id, outcome: 'skipped', actions: differences });
    return exitStatus.fine;
  }
  await confirm(differences, state, rows, given);
  const releases = await restore(id, ports.worker, ports);
  const sentences = new Map(rows.map((row) => [row.id, row.measure.sentence]));
  const actions = releases.map(({ containmentId, outcome }) => ({
    containmentId,
    sentence: `Taken back: ${sentences.get(containmentId) ?? containmentId}`,
    outcome,
  }));
  const outcome = gravest(actions.map((action) => action.outcome));
  printResult(terminal, { outcomeId: id, outcome, actions }, given.json === true);
  return statusOf(outcome);
}

async function recorded(id: string, { store }: ResponderState): Promise<Containment[]> {
  const one = await store.read(id);
  const rows = one === null ? await store.ofOutcome(id) : [one];
  if (rows.length > 0) return rows.toSorted((a, b) => a.position - b.position);
  throw new UsageError(`Nothing is on record under ${id}.`, 'See what is in force: rescind status --state FILE.');
}

async function readDifferences(rows: readonly Containment[], { executor }: RespondPorts): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const row of rows) differences.push(differenceOf(row, await executor.read(row.measure)));
  return differences;
}

function printDifferences(terminal: Terminal, id: string, differences: readonly Difference[], asResult: boolean): void {
  const line = asResult ? terminal.print : terminal.note;
  line(bold(`Restore ${id}`));
  for (const { place, now, next, remark } of differences) {
    line('  ', place, dim(':  '), now, ...(next === null ? [] : [dim('  →  '), next]));
    if (remark !== null) line(dim(`    ${remark}`));
  }
}

/** An order is a person's to take back as they gave it; what the judge found is not undone by a mere yes. */
function hasEvidence(decision: DecisionLine | null): boolean {
  return decision === null || (decision.verdict === 'compromised' && decision.signals.length > 0);
}

async function confirm(
  differences: readonly Difference[],
  state: ResponderState,
  rows: readonly Containment[],
  given: Given,
): Promise<void> {
  const enabled = differences.find(({ enablesKey }) => enablesKey);
  if (enabled !== undefined && rows.some(({ decisionId }) => hasEvidence(state.decision(decisionId)))) {
    await mustBeMeant(
      `This switches on ${enabled.place}, and there is evidence that it was stolen: the thief could use it again.`,
      {
        given: given.enableKey === true,
        name: '--enable-key',
      },
    );
  }
  if (given.yes === true || (await isConfirmed('Take this back?'))) return;
  throw new UsageError('Nothing was changed.', 'Repeat the command when you are sure.');
}
