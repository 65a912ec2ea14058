import { openSync, readSync, unlinkSync, writeSync } from 'node:fs';

/**
 * A new file for one run's own use, which no other user may read. It loses its name at once, so that nothing is left of it
 * however the run ends, even killed.
 */
export function openDiskFile(path: string): number {
  const file = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
  } catch {
    // fails toward: the file keeps its name until the run is over, where the system does not part the two
  }
  return file;
}

export function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
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
