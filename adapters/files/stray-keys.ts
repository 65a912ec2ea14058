import { isSlip, type KnownKeys, strayKey, strayKeysIn } from '../../core/policy/known-keys.ts';
import type { ContextProblem } from './context-problem.ts';

/** As many keys of a file are named; the rest are only counted. */
const namedAtMost = 5;

/**
 * What the elements of a file's array say under keys that are nearly known. Each is told once, however many have it; what is near none is
 * somebody's own, and let be.
 */
export function strayKeysOf(path: string, elements: readonly unknown[], known: KnownKeys): ContextProblem[] {
  const places = new Map<string, { readonly what: string; readonly first: number; times: number }>();
  for (const [index, element] of elements.entries()) {
    for (const stray of strayKeysIn(element, known).filter((path) => isSlip(path, known))) {
      const key = stray.join('.');
      const told = places.get(key);
      if (told !== undefined) told.times++;
      else places.set(key, { what: `${key} ${strayKey(stray, known)}`, first: index, times: 1 });
    }
  }
  const remedy = 'Mend it, or take it out: nothing is read there, and all else was.';
  const problems = [...places.values()].map(({ what, first, times }) => {
    return { path, where: times === 1 ? `[${first}]` : `[${first}] and ${times - 1} more`, what, remedy };
  });
  const rest = problems.length - namedAtMost;
  if (rest <= 0) return problems;
  return [...problems.slice(0, namedAtMost), { path, where: 'elsewhere', what: `are ${rest} more such keys`, remedy }];
}
