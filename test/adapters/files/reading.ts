import type { Limits } from '../../../adapters/files/limits.ts';
import { readRecords } from '../../../adapters/files/records.ts';
import { type InputFile, Unreadable } from '../../../core/intake/input.ts';
import { Damage } from '../../../core/intake/reasons.ts';

export interface Reading {
  /** Damage as its reason. */
  readonly records: unknown[];
  readonly unreadable: string | null;
}

export async function readAll(file: InputFile, limits?: Limits): Promise<Reading> {
  const records: unknown[] = [];
  try {
    for await (const batch of readRecords(file, limits)) {
      for (const record of batch) records.push(record instanceof Damage ? record.reason : record);
    }
    return { records, unreadable: null };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { records, unreadable: error.reason };
  }
}

/** A file that exists only here, delivered in chunks of `chunkLength` bytes. */
export function fileOf(bytes: Uint8Array | string, chunkLength = 65_536, size?: number | null): InputFile {
  const stored = Buffer.from(bytes);
  return {
    path: 'here',
    size: size === undefined ? stored.length : size,
    read: () => Promise.resolve(stored),
    async *open() {
      for (let start = 0; start < stored.length; start += chunkLength)
        yield stored.subarray(start, start + chunkLength);
    },
  };
}
