import type { Terminal } from '../terminal/terminal.ts';
import { bold, count, dim } from '../terminal/words.ts';
import type { AccountResult } from './account-result.ts';
import type { Written } from './write-right-sizes.ts';

const shown = 8;

/** What each smaller policy would change, the greatest first; a call that was made is denied by none. */
export function printRightSizes(
  terminal: Terminal,
  folder: string,
  results: readonly AccountResult[],
  { boundaries, policies }: Written,
): void {
  const sizes = results
    .flatMap(({ rightSizes }) => Object.entries(rightSizes))
    .flatMap(([principal, size]) => (typeof size === 'string' ? [] : [{ principal, size }]))
    .toSorted((a, b) => b.size.before - b.size.after - (a.size.before - a.size.after));
  for (const { principal, size } of sizes.slice(0, shown)) {
    const { before, after, calls, denied, keptWhole } = size;
    const whole = keptWhole.length === 0 ? '' : `, ${count(keptWhole.length, 'service')} kept whole`;
    terminal.note(
      '  ',
      principal,
      dim(`  ${after} of ${before} actions left; ${denied} of ${calls} past calls denied${whole}`),
    );
  }
  if (sizes.length > shown) terminal.note(dim(`  and ${sizes.length - shown} more`));
  terminal.note(
    `${count(policies, 'smaller policy', 'smaller policies')} and `,
    `${count(boundaries, 'permissions boundary', 'permissions boundaries')} in `,
    bold(folder),
  );
}
