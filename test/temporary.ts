import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Around the whole run: whatever tests and what they start put among temporary files goes when the run ends. */
export default function inOneFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
