import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder, openDiskFile, readAt, writeAll } from './disk-file.ts';
import type { Source } from './pages.ts';

const bufferLength = 1_048_576;

/** What is too much for memory: one file, in a folder of its own, which nothing is left of. */
export class Spill implements Source {
  readonly #folder: string;
  readonly #file: number;
  #unwritten: Buffer[] = [];
  #unwrittenLength = 0;
  #length = 0;
  readonly #leave = (): void => this.close();

  /** Throws `NoTemporaryRoom`, as `write` does. */
  constructor() {
    this.#folder = makeTemporaryFolder('rescind-timeline-');
    // Records of somebody's account must not outlive the run, however it ends.
    process.once('exit', this.#leave);
    this.#file = openDiskFile(join(this.#folder, 'records'));
  }

  /** Where the next byte goes. */
  get length(): number {
    return this.#length;
  }

  readonly write = (bytes: Buffer): void => {
    this.#unwritten.push(bytes);
    this.#unwrittenLength += bytes.length;
    this.#length += bytes.length;
    if (this.#unwrittenLength >= bufferLength) this.flush();
  };

  /** What was written before can be read from then on. */
  flush(): void {
    writeAll(this.#file, Buffer.concat(this.#unwritten, this.#unwrittenLength));
    this.#unwritten = [];
    this.#unwrittenLength = 0;
  }

  read(start: number, length: number): Buffer {
    return readAt(this.#file, start, length);
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
    process.off('exit', this.#leave);
  }
}
