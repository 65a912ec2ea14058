import { mkdtempSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder for temporary files holds no more, or none at all. `cause` is the system's own error. */
export class NoTemporaryRoom extends Error {
  override readonly name = 'NoTemporaryRoom';
  readonly folder = tmpdir();
}

/** A folder of this run's own, whose name begins with `name`. Throws `NoTemporaryRoom`, as all here do. */
export function makeTemporaryFolder(name: string): string {
  return inRoom(() => mkdtempSync(join(tmpdir(), name)));
}

/**
 * A new file for one run's own use, which no other user may read. It loses its name at once, so that nothing is left of it
 * however the run ends, even killed.
 */
export function openDiskFile(path: string): number {
  const file = inRoom(() => openSync(path, 'wx+', 0o600));
  try {
    unlinkSync(path);
  } catch {
    // fails toward: the file keeps its name until the run is over, where the system does not part the two
  }
  return file;
}

export function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += inRoom(() => writeSync(file, bytes, written));
}

/** Shorter at the end of the file. */
export function readAt(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const more = readSync(file, bytes, read, length - read, start + read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}

function inRoom<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw new NoTemporaryRoom('the disk has no room for temporary files', { cause });
  }
}
