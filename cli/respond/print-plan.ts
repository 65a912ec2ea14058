import type { Terminal } from '../terminal/terminal.ts';
import { bold, dim } from '../terminal/words.ts';
import type { OwnAws } from './aws.ts';
import { callsOf } from './calls.ts';
import type { Order } from './order.ts';

interface Shown {
  readonly aws: Pick<OwnAws, 'caller'>;
  /** False where an earlier run of the same order is gone on with. */
  readonly isNew: boolean;
  /** The plan is the result; else it is a hint beside it. */
  readonly asResult: boolean;
}

/** What will be done call by call, what undoes each, and what goes on regardless. */
export function printPlan(terminal: Terminal, { decision, plan }: Order, { aws, isNew, asResult }: Shown): void {
  const line = asResult ? terminal.print : terminal.note;
  line(bold(`Plan: ${decision.action} `), decision.principal);
  line(dim('credential  '), decision.credential);
  line(dim('account     '), decision.accountId, dim(`  acting as ${aws.caller.arn}`));
  if (!isNew) line('The same order was given before: this continues it.');
  for (const sentence of plan.sentences) line('  ', sentence);
  for (const measure of plan.measures) {
    const { call, undo } = callsOf(measure);
    line(dim('  does   '), call);
    line(dim('  undo   '), undo ?? 'nothing: this cannot be undone');
  }
  const goesOn = [...new Set(plan.measures.flatMap(({ doesNotStop }) => doesNotStop))];
  if (goesOn.length > 0) line(bold('It does not stop'));
  for (const sentence of goesOn) line('  ', sentence);
}
