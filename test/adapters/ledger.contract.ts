import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditFact, verifyChain } from '../../core/outcome/audit-entry.ts';
import type { Ledger } from '../../core/outcome/ports.ts';
import { now } from '../core/plan/decisions.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

function fact(key: string): AuditFact {
  return {
    key,
    at: now,
    kind: 'planned',
    by: 'worker-1',
    credential: 'AKIA1',
    about: 'd_1',
    sentence: `About ${key}.`,
  };
}

/** What every ledger promises, whatever it keeps its entries in. `open` gives a new, empty ledger. */
export function ledgerContract(name: string, open: () => Ledger): void {
  describe(`${name} ledger`, () => {
    it('keeps facts in their order, each once, as a chain', async () => {
      const ledger = open();
      for (const key of ['a', 'b', 'a', 'c']) await ledger.append(fact(key));
      const entries = await ledger.entries();
      expect(entries.map(({ sequence, key }) => [sequence, key])).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
      expect(verifyChain(entries, digest).ok).toBe(true);
      expect((await ledger.latest(2)).map(({ key }) => key)).toEqual(['c', 'b']);
      expect(await ledger.latest(9)).toEqual(entries.toReversed());
      expect(await ledger.entry('b')).toEqual(entries[1]);
      expect(await ledger.entry('d')).toBe(null);
    });

    it('shows what was changed, left out or put in', async () => {
      const ledger = open();
      for (const key of ['a', 'b', 'c']) await ledger.append(fact(key));
      const entries = await ledger.entries();
      const [a, b, c] = entries;
      if (a === undefined || b === undefined || c === undefined) throw new Error('three facts make three entries');
      for (const forged of [
        [a, { ...b, sentence: 'Nothing.' }, c],
        [a, c],
        [b, c],
        [a, a, b, c],
      ]) {
        expect(verifyChain(forged, digest).ok).toBe(false);
      }
    });
  });
}
