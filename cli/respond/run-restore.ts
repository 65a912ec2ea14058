import { hostname } from 'node:os';
import { formatInstant } from '../../core/model/instant.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import { gravest } from '../../core/outcome/outcome.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import { enablesStolenKey, restore } from '../../core/outcome/release.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import { openAws, portsOf } from './aws.ts';
import { mustBeAskable, mustBeMeant, mustBeWanted } from './confirm.ts';
import { type Difference, differenceOf } from './difference.ts';
import { printResult, statusOf } from './print-result.ts';
import { mustExist, openResponderState, type ResponderState } from './state.ts';
import { endDeadClaims } from './worker.ts';

export interface RestoreGiven {
  readonly profile?: string;
  readonly region?: string;
  readonly state: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly enableKey?: true;
  readonly json?: true;
}

/** Shows the difference place by place, asks, takes it back; answers with the exit status. */
export async function runRestore(id: string, given: RestoreGiven): Promise<number> {
  mustBeAskable(given);
  mustExist(given.state);
  const terminal = openTerminal();
  const state = openResponderState(given.state);
  const rows = await recorded(id, state);
  const ports = portsOf(await openAws(given), state);
  await endDeadClaims(rows, hostname(), ports);
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
    sentence: `Undone: ${sentences.get(containmentId) ?? containmentId}`,
    outcome,
  }));
  const outcome = gravest(actions.map((action) => action.outcome));
  printResult(terminal, { outcomeId: id, outcome, actions }, given.json === true);
  const doubt = Math.max(...(await recorded(id, state)).map(({ doubtUntil }) => doubtUntil ?? 0));
  if (doubt > 0) {
    terminal.note(
      `An earlier change got no answer from AWS and may still take effect. Check again after ${formatInstant(doubt)}: rescind restore ${id}`,
    );
  }
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

async function confirm(
  differences: readonly Difference[],
  state: ResponderState,
  rows: readonly Containment[],
  given: RestoreGiven,
): Promise<void> {
  const enabled = differences.find(({ enablesKey }) => enablesKey);
  // An order is a person's to take back as they gave it; what the judge found is not undone by a mere yes.
  if (enabled !== undefined && rows.some((row) => enablesStolenKey(row, state.decision(row.decisionId)))) {
    await mustBeMeant(
      `This switches on ${enabled.place} despite evidence that it was stolen: the thief could use it again.`,
      {
        given: given.enableKey === true,
        name: '--enable-key',
      },
    );
  }
  await mustBeWanted('Undo this?', given);
}
