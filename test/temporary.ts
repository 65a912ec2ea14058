import { accessSync, constants, existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestProject } from 'vitest/node';

const prefix = 'rescind-tests-';
/** A folder in memory, where Linux has one: databases, which tests make by the hundred, wait there for no disk. */
const memory = '/dev/shm';
/** Four times what lies there at most during a run. */
const room = 1_073_741_824;

/** Around a whole run: whatever tests and what they start put among temporary files goes when the run ends. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(isFit(memory) ? memory : tmpdir(), prefix));
  process.env.TMPDIR = folder;
  // Who watches has changed something, and is to see that.
  project.onTestsRerun(() => rmSync(bundledIn(folder), { recursive: true, force: true }));
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Whether nobody asks for another folder, and this one has room, and lets programs start, which containers often forbid. */
function isFit(folder: string): boolean {
  if (process.env.TMPDIR !== undefined || !existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < room) return false;
  const program = join(folder, `${prefix}${process.pid}`);
  try {
    writeFileSync(program, '', { mode: 0o755 });
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(program, { force: true });
  }
}

/** Where the functions of a run lie bundled, among its temporary files. */
export function bundledIn(temporary: string): string {
  return join(temporary, 'bundled');
}

/** Whether temporary files go there because a run of tests says so. */
export function isOfRun(temporary: string): boolean {
  return basename(temporary).startsWith(prefix);
}
