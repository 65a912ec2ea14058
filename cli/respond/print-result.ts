import type { ActionResult } from '../../core/outcome/notice.ts';
import { describeOutcome, type Outcome } from '../../core/outcome/outcome.ts';
import { exitStatus } from '../exit.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold } from '../terminal/words.ts';

export interface Result {
  readonly outcomeId: string;
  readonly outcome: Outcome;
  readonly actions: readonly ActionResult[];
}

/** The outcome id comes first: it is what a person must not lose. */
export function printResult(terminal: Terminal, { outcomeId, outcome, actions }: Result, json: boolean): void {
  if (json) {
    const told = actions.map((action) => ({
      id: action.containmentId,
      sentence: action.sentence,
      outcome: action.outcome.kind,
      detail: describeOutcome(action.outcome),
    }));
    terminal.printJson({ outcomeId, outcome: outcome.kind, actions: told });
    return;
  }
  terminal.print(bold(`${outcomeId}  ${outcome.kind}`));
  for (const action of actions) terminal.print('  ', action.sentence, ` (${describeOutcome(action.outcome)})`);
  terminal.note(`To undo it: rescind restore ${outcomeId}`);
}

/** Whoever scripts this must see that it did not happen. */
export function statusOf(outcome: Outcome): number {
  return outcome.kind === 'done' || outcome.kind === 'already-so' ? exitStatus.fine : exitStatus.finding;
}
