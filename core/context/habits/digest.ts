import { mixed } from './fingerprint.ts';

/** Where the two halves of a digest begin, each of 32 bits. */
export type DigestKey = readonly [number, number];

/** A key from a text that nobody else can know beforehand. */
export function digestKeyOf(secret: string): DigestKey {
  const start: DigestKey = [0x2545f491, 0x6c8e9cf5];
  const halves = digest(start, [secret]);
  return [halves | 0, digest(start, [halves]) | 0];
}

/** Numbers are whole ones from 0 to 2^53. */
export type DigestPart = string | number | null | undefined;

/**
 * 53 bits of a list, in the order given: by chance, two lists come to the same once in 2^53 pairs. Strangers choose some of
 * the texts; which of them would come to the same depends on the key, so that nobody without it can search for a pair.
 */
export function digest(key: DigestKey, parts: readonly DigestPart[]): number {
  let [low, high] = key;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    // A text is preceded by its length, and a large number by what nothing else begins with: two parts cannot pass for one.
    const head = typeof part === 'number' ? (part < two31 ? part : -two31) : part == null ? -1 : -2 - part.length;
    low = mixed(low ^ head);
    high = mixed((high + head) | 0);
    if (typeof part === 'string') {
      // Not two at a time: a difference in the highest bit would pass a multiplication unchanged, whatever the key.
      for (let at = 0; at < part.length; at++) {
        const code = part.charCodeAt(at);
        low = Math.imul(low ^ code, 0x85ebca6b);
        low ^= low >>> 15;
        high = Math.imul(high ^ code, 0xc2b2ae35);
        high ^= high >>> 13;
      }
    } else if (head === -two31) {
      const whole = part as number;
      low = mixed(mixed(low ^ whole) ^ (whole / two32));
      high = mixed((mixed((high + whole) | 0) + whole / two32) | 0);
    }
  }
  return (mixed(low) >>> 0) + (mixed(high) & 0x1fffff) * two32;
}

const two31 = 2 ** 31;
const two32 = 2 ** 32;
