import { once } from '../../model/once.ts';

/** Longest text, in UTF-8 bytes, that a baseline keeps word for word: the id of a VPC endpoint just fits, and a pin names it. */
export const textBytes = 22;

/**
 * 32 bits, signed so that it stays a small integer for the engine. Spreads well; does not resist someone who searches
 * for collisions, which is why shortened text keeps its beginning.
 */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

/** Spreads a difference in any bit over all of them. */
export function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Text as a baseline keeps it: as is, or its beginning, `~` and eight hex digits. Only shortened text contains `~`. */
export function shortened(text: string): string {
  return isPlain(text) ? text : shortOf(text);
}

// A few long names are asked for again and again.
const shortOf = once(2_000, (text) => shortenedUnusual(text.toWellFormed()));

export function isShortened(text: string): boolean {
  return text.includes('~');
}

/** What is left of shortened text as it was; it may itself have contained what marks the end of it. */
export function leftOf(short: string): string {
  return short.slice(0, short.lastIndexOf('~'));
}

function isPlain(text: string): boolean {
  if (text.length > textBytes) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f || code === 0x7e) return false;
  }
  return true;
}

function shortenedUnusual(text: string): string {
  const beginning = beginningOf(text, textBytes);
  if (beginning.length === text.length && !text.includes('~')) return text;
  const hex = (fingerprint(text) >>> 0).toString(16).padStart(8, '0');
  return `${beginningOf(beginning, textBytes - 9)}~${hex}`;
}

/** As many whole characters as fit into `bytes` bytes of UTF-8. */
function beginningOf(text: string, bytes: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += utf8Length(character.codePointAt(0) ?? 0);
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
