import type { Terminal } from '../terminal/terminal.ts';
import { bold, dim, red } from '../terminal/words.ts';
import type { StandingContainment } from './standing.ts';

/** What is in force, under way or stuck; what is stuck is counted first, since a person has to look. */
export function printStanding(terminal: Terminal, containments: readonly StandingContainment[]): void {
  const stuck = containments.filter(({ isStuck }) => isStuck).length;
  const nothing = containments.length === 0 ? ': nothing' : '';
  terminal.print(bold('Contained'), stuck > 0 ? red(`: ${stuck} of ${containments.length} not as wanted`) : nothing);
  for (const { outcomeId, what, state, since, until, by, why, isStuck } of containments) {
    terminal.print(
      `  ${outcomeId}  `,
      isStuck ? red(state) : state,
      dim(`  since ${since}, until ${until ?? 'taken back'}`),
    );
    terminal.print('    ', what);
    terminal.print(dim('    by '), by, ...(why === null ? [] : [dim('  why  '), why]));
  }
}

export function roomOf({ lockOuts, pins }: { readonly lockOuts: number; readonly pins: number }): string {
  return `${pins} pins left, or ${lockOuts} of what goes further`;
}
