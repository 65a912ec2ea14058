import { type Containment, isSettled, outcomeIdOf } from '../../core/outcome/containment.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import { isDisruptive, type Rung } from '../../core/plan/ladder.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import { becameOf } from './became.ts';
import type { Explained } from './explained.ts';
import { printCounterfactuals, printExpected, printRarity, printShares } from './print-grounds.ts';

/** `undoneWith`: what `rescind restore` is told beside the outcome's id; null where the accounts were simulated and are gone. */
export function printExplained(terminal: Terminal, explained: Explained, undoneWith: string | null): void {
  printHead(terminal, explained);
  // A person's word needs no evidence, and has none.
  if (!isOrder(explained)) {
    printExpected(terminal, explained);
    printShares(terminal, explained);
    printRarity(terminal, explained);
    printCounterfactuals(terminal, explained);
  }
  printDone(terminal, explained);
  terminal.print(bold('How to undo it'));
  terminal.print('  ', undoing(explained, undoneWith));
  terminal.print('');
}

function printHead(terminal: Terminal, { decision, done }: Explained): void {
  const { id, at, credential, action, score, verdict, owner, principal, reason, heldBack, eventID } = decision;
  const isOrdered = decision.signals.length === 0;
  terminal.print(bold(`${id}  ${action}`), dim(becameOf(decision.mode, done && done.length > 0)));
  terminal.print(dim('credential  '), credential, dim(`  of ${principal}`));
  terminal.print(dim('owner       '), owner ?? 'not on record');
  terminal.print(dim('when        '), at, dim(eventID === null ? '' : `  event ${eventID}`));
  if (isOrdered) terminal.print(dim('verdict     '), 'ordered by a person; Rescind weighed no evidence');
  else terminal.print(dim('verdict     '), `${verdict}, score ${score} of 100`);
  terminal.print(dim('why         '), reason);
  if (heldBack !== null) terminal.print(dim('held back   '), heldBack);
  terminal.print('');
}

/** What could not be put on, or is a person's to do, is nowhere but in the plan. */
function printDone(terminal: Terminal, { decision, done, planned }: Explained): void {
  if (done !== null && done.length > 0) {
    terminal.print(bold('What was done'));
    for (const row of done) terminal.print('  ', row.measure.sentence, dim(` (${stateOf(row)})`));
  } else if (planned !== null) {
    terminal.print(bold(decision.mode === 'observe' ? 'What would have been done' : 'Result'));
    terminal.print('  ', planned);
  } else return;
  terminal.print('');
}

function isOrder({ decision }: Explained): boolean {
  return decision.signals.length === 0;
}

function stateOf(row: Containment): string {
  if (row.answer === null) return 'not answered yet';
  if (row.desired === 'released') return isSettled(row) ? `undone by ${row.desiredBy}` : 'being undone';
  return isSettled(row) ? 'in force' : describeOutcome(row.answer.outcome);
}

function undoing({ decision: { id, action, mode }, done }: Explained, undoneWith: string | null): string {
  if (done === null || done.length === 0) {
    if (mode === 'observe') return 'Nothing was done, so there is nothing to undo.';
    return done === null ? undoingOfFile(action) : 'Nothing was changed, so there is nothing to undo.';
  }
  if (action === 'rotate') return 'A rotation cannot be undone: make whatever reads the secret read it again.';
  if (done.every((row) => row.desired === 'released'))
    return `rescind restore ${outcomeIdOf(id)} has already undone it.`;
  const exactly = 'undoes exactly what this decision changed, and nothing else';
  if (undoneWith === null)
    return `The demo’s accounts were simulated and are gone. In real ones, rescind restore ${exactly}.`;
  return `rescind restore ${outcomeIdOf(id)}${undoneWith} ${exactly}.`;
}

/** The file may come from a replay, which never acts, or from a sweep that was applied. */
function undoingOfFile(action: Rung): string {
  if (!isDisruptive(action) && action !== 'rotate')
    return 'The decision was to notify its owner, which changes nothing.';
  return 'A replay changes nothing, so there is nothing to undo. If a sweep or a deployment acted, explain it with --state or --deployment.';
}
