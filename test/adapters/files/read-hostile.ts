/** `node read-hostile.ts FOLDER`: reads what is hostile, one after another, and says of each what became of it and what it took. */
import { appendFileSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileAt } from '../../../adapters/files/inputs.ts';
import { readRecords } from '../../../adapters/files/records.ts';
import { Skimmer } from '../../../adapters/files/skim/skimmer.ts';
import { Unreadable } from '../../../core/intake/input.ts';
import { intake } from '../../../core/intake/intake.ts';
import { Damage } from '../../../core/intake/reasons.ts';
import { Skimmed } from '../../../core/intake/skimmed.ts';
import { honestFiles, hostileFiles } from './hostile-files.ts';
import { limits } from './hostile-limits.ts';

export interface Answer {
  readonly name: string;
  readonly told: string;
  /** The most memory that this process has had so far, in MiB. */
  readonly peak: number;
}

const skimmer = new Skimmer();
const folder = process.argv[2] ?? '';

for (const [name, parts] of honestFiles) await answer(name, parts());
for (const [name, { parts }] of Object.entries(hostileFiles)) await answer(name, parts());

async function answer(name: string, parts: Iterable<Uint8Array | string>): Promise<void> {
  const path = join(folder, name);
  for (const part of parts) appendFileSync(path, part);
  globalThis.gc?.();
  const said: Answer = { name, told: await read(path), peak: peak() };
  rmSync(path);
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

/** Holds on to no record, as nobody does who reads a long log. */
async function read(path: string): Promise<string> {
  const counts = new Map<string, number>();
  let reason: string | null = null;
  try {
    for await (const records of readRecords(fileAt(path, statSync(path).size), limits, skimmer)) {
      for (const record of records) counts.set(kindOf(record), (counts.get(kindOf(record)) ?? 0) + 1);
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    ({ reason } = error);
  }
  if ('polluted' in {}) throw new Error('a record changed what all objects have');
  const counted = [...counts].map(([kind, count]) => `${count} ${kind}`).sort((a, b) => placeOf(a) - placeOf(b));
  return counted.join(', ') + (reason === null ? '' : `; ${reason}`);
}

/** Good ones first, what was refused last. */
function placeOf(counted: string): number {
  return [' good', ' other'].findIndex((kind) => counted.endsWith(kind)) >>> 0;
}

function kindOf(record: unknown): string {
  if (record instanceof Damage) return record.reason;
  if (record instanceof Skimmed) return 'other';
  intake(record);
  return (record as { readonly eventID?: unknown }).eventID === 'good' ? 'good' : 'other';
}

/** Where the system says it of the program alone: a process inherits what its parent took before it became this one. */
function peak(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1_024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) / 1_024;
}
