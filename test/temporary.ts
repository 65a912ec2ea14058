import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestProject } from 'vitest/node';

const prefix = 'rescind-tests-';

/** Around a whole run: whatever tests and what they start put among temporary files goes when the run ends. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  process.env.TMPDIR = folder;
  // Who watches has changed something, and is to see that.
  project.onTestsRerun(() => rmSync(bundledIn(folder), { recursive: true, force: true }));
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Where the functions of a run lie bundled, among its temporary files. */
export function bundledIn(temporary: string): string {
  return join(temporary, 'bundled');
}

/** Whether temporary files go there because a run of tests says so. */
export function isOfRun(temporary: string): boolean {
  return basename(temporary).startsWith(prefix);
}
