import { closest, distance } from 'fastest-levenshtein';

/** The word among those that whoever wrote another may have meant; null where none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  if (words.length === 0) return null;
  const found = closest(word, words);
  return distance(word, found) <= Math.max(2, word.length / 3) ? found : null;
}

/** Whether one is the other but for case and what joins its words, or for a letter that was left out, added or mistaken, or changed places with the next. */
export function isMiswritten(written: string, meant: string): boolean {
  const [a, b] = [bare(written), bare(meant)];
  return a === b || distance(a, b) === 1 || isSwapped(a, b);
}

function isSwapped(written: string, meant: string): boolean {
  if (written.length !== meant.length) return false;
  const at = [...meant].findIndex((letter, i) => written[i] !== letter);
  const swapped = meant.slice(0, at) + meant.charAt(at + 1) + meant.charAt(at) + meant.slice(at + 2);
  return written === swapped;
}

/** Whether one name is another but for case, what joins its words, or a slip or two in a longer one. */
export function isSlipOf(written: string, meant: string): boolean {
  const [a, b] = [bare(written), bare(meant)];
  return a === b || (a.length >= leastLong && distance(a, b) <= mostSlips);
}

const leastLong = 5;
/** Two letters that changed places are two. */
const mostSlips = 2;

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
