import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from '../../simulator/simulate.ts';
import { writeSimulation } from '../../simulator/write.ts';

export const entry = new URL('../../bin/rescind.ts', import.meta.url).pathname;

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command line as its own process, in `cwd`. */
export function rescind(cwd: string, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rescind-cli-'));
}

/** A folder with `trail`, `context` and `labels.json` of two weeks in a small organisation. */
export async function writtenOrganisation(): Promise<string> {
  const folder = emptyFolder();
  await writeSimulation(simulate({ seed: 3, days: 14, credentials: 20, incidents: 3, benignChanges: 2 }), folder);
  return folder;
}
