import type { Exemption } from '../../core/policy/policy.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, dim, red } from '../terminal/words.ts';
import type { StandingContainment, StandingHold, Told } from './standing.ts';

/** What is in force, under way or stuck; what is stuck is counted first, since a person has to look. */
export function printStanding(terminal: Terminal, containments: readonly StandingContainment[]): void {
  const stuck = containments.filter(({ isStuck }) => isStuck).length;
  const nothing = containments.length === 0 ? ': nothing' : '';
  terminal.print(
    bold('Contained'),
    stuck > 0 ? red(`: ${stuck} of ${containments.length} not as it should be`) : nothing,
  );
  for (const { outcomeId, what, state, since, until, by, why, isStuck } of containments) {
    terminal.print(
      `  ${outcomeId}  `,
      isStuck ? red(state) : state,
      dim(`  since ${since}, until ${until ?? 'undone'}`),
    );
    terminal.print('    ', what);
    terminal.print(dim('    by '), by, ...(why === null ? [] : [dim('  why  '), why]));
  }
}

/** What nobody may contain for now. */
export function printHolds(terminal: Terminal, holds: readonly StandingHold[]): void {
  if (holds.length === 0) return;
  terminal.print(bold('Held'));
  for (const { credential, by, until, reason } of holds) {
    terminal.print('  ', credential, dim(`  until ${until ?? 'it is lifted'}, by ${by}: `), reason);
  }
}

/** Null: they could not be read. */
export function printExemptions(terminal: Terminal, exemptions: readonly Exemption[] | null): void {
  terminal.print(bold('Exemptions in force'), exemptions?.length === 0 ? ': none' : '');
  if (exemptions === null) terminal.print(red('  could not be read: nothing disruptive is done'));
  for (const { credential, owner, until, scope, reason } of exemptions ?? []) {
    terminal.print('  ', credential, dim(`  ${scope}, until ${until}, by ${owner}: `), reason);
  }
}

/** The end of the ledger, the latest first. */
export function printTold(terminal: Terminal, told: readonly Told[]): void {
  terminal.print(bold('Last in the ledger'), told.length === 0 ? ': nothing' : '');
  for (const { at, by, credential, sentence } of told) {
    terminal.print(`  ${at}  `, credential, dim(`  by ${by}: `), sentence);
  }
}

export function roomOf({ lockOuts, pins }: { readonly lockOuts: number; readonly pins: number }): string {
  return `${pins} pins left, or ${lockOuts} stronger actions`;
}
