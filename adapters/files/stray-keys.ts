import { isSlip, type KnownKeys, strayKey, strayKeysIn } from '../../core/policy/known-keys.ts';
import type { ContextProblem } from './context-problem.ts';

/** As many keys of a file are named; the rest are only counted. */
const namedAtMost = 5;

/**
 * What the elements of a file's array say under keys that are nearly known. Each is told once, however many have it; what is near none is
 * somebody's own, and let be.
 */
export function strayKeysOf(path: string, elements: readonly unknown[], known: KnownKeys): ContextProblem[] {
  // Null for what is let be: a list has the same keys in all of its rows.
  const places = new Map<string, { readonly what: string; readonly first: number; times: number } | null>();
  for (const [index, element] of elements.entries()) {
    for (const stray of strayKeysIn(element, known)) {
      const key = stray.join('.');
      const told = places.get(key);
      if (told) told.times++;
      else if (told === undefined) {
        const what = `${key} ${strayKey(stray, known)}`;
        places.set(key, isSlip(stray, known) ? { what, first: index, times: 1 } : null);
      }
    }
  }
  const remedy = 'Fix it, or remove it: it was not read; everything else was.';
  const slips = [...places.values()].filter((place) => place !== null);
  const problems = slips.map(({ what, first, times }) => {
    return { path, where: times === 1 ? `[${first}]` : `[${first}] and ${times - 1} more`, what, remedy };
  });
  const rest = problems.length - namedAtMost;
  if (rest <= 0) return problems;
  return [...problems.slice(0, namedAtMost), { path, where: 'elsewhere', what: `are ${rest} more such keys`, remedy }];
}
