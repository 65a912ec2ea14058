import type {
  BaselineWrite,
  CommitResult,
  ContextStore,
  StoredBaseline,
} from '../../core/context/habits/context-store.ts';
import { decode, encode } from '../../core/context/habits/encode.ts';

/** Keeps baselines encoded, as every other store does, so that nothing is shared and limits show in tests too. */
export function memoryContextStore(): ContextStore {
  const stored = new Map<string, { bytes: Uint8Array; version: number }>();

  function load(subject: string): StoredBaseline | null {
    const row = stored.get(subject);
    if (row === undefined) return null;
    const decoded = decode(row.bytes);
    if (!decoded.ok) throw new Error(`The baseline of ${subject} cannot be read: ${decoded.error}`);
    return { baseline: decoded.value, version: row.version };
  }

  function commit({ subject, baseline, expectedVersion }: BaselineWrite): CommitResult {
    const version = stored.get(subject)?.version ?? null;
    if (version !== expectedVersion) return { kind: 'conflict', current: load(subject) };
    const next = (version ?? 0) + 1;
    stored.set(subject, { bytes: encode(baseline), version: next });
    return { kind: 'committed', version: next };
  }

  return {
    load: async (subject) => load(subject),
    commit: async (write) => commit(write),
    commitAll: async (writes) => writes.map(commit),
  };
}
