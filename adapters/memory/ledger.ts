import { createHash } from 'node:crypto';
import { type AuditEntry, sealEntry } from '../../core/outcome/audit-entry.ts';
import type { Ledger } from '../../core/outcome/ports.ts';

/** A ledger that lasts as long as the process. */
export function memoryLedger(): Ledger {
  const entries: AuditEntry[] = [];
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return {
    append: async (fact) => {
      if (entries.some(({ key }) => key === fact.key)) return;
      entries.push(sealEntry(fact, entries.at(-1) ?? null, digest));
    },
    entries: async () => [...entries],
    entry: async (key) => entries.find((one) => one.key === key) ?? null,
    latest: async (count) => entries.slice(-count).reverse(),
  };
}
