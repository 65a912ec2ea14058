import { hour } from '../../model/instant.ts';
import type { Baseline } from './baseline.ts';
import { encode } from './encode.ts';

/** What a store holds of a baseline, to tell later whether anything was learned beyond it. */
export interface StoredHabits {
  readonly bytes: Uint8Array;
  readonly lastAt: number;
}

export function storedHabits(baseline: Baseline): StoredHabits {
  return { bytes: encode(baseline), lastAt: baseline.lastAt };
}

/**
 * Whether it says more than what is stored. Of whose habits many share, a later moment within the same hour says nothing that
 * anybody asks; of a credential's own, it does: whether a key is still in use is told by it to the second.
 */
export function isNews(baseline: Baseline, stored: StoredHabits, of: 'one' | 'many'): boolean {
  const isSameHour = Math.floor(baseline.lastAt / hour) === Math.floor(stored.lastAt / hour);
  const lastAt = of === 'many' && isSameHour ? stored.lastAt : baseline.lastAt;
  const bytes = encode({ ...baseline, lastAt });
  return bytes.length !== stored.bytes.length || bytes.some((byte, at) => byte !== stored.bytes[at]);
}
