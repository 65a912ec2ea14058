import { accessSync, closeSync, constants, existsSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeTemporaryFolder, openDiskFile, readAt, writeAll } from '../../adapters/timeline/disk-file.ts';
import { cannotWrite } from '../terminal/file-fault.ts';
import { visibleJson } from '../terminal/visible.ts';

/** Characters of lines that are held in memory before they move to disk. */
const heldAtMost = 4_194_304;
const blockLength = 1_048_576;

/**
 * Lines of JSON for a file, for stdout (`-`) or for nobody, however many there are. Whether they can be written is found out at
 * once, not hours later; written they are at the end, so that a run that is stopped leaves a file as it was.
 */
export class LineFile {
  readonly #path: string | undefined;
  #lines: string[] = [];
  #length = 0;
  /** What moved to disk, once anything did. */
  #moved: number | null = null;

  constructor(path: string | undefined) {
    this.#path = path;
    if (path !== undefined && path !== '-') mustBeWritable(path);
  }

  add(value: unknown): void {
    if (this.#path === undefined) return;
    const line = `${visibleJson(value)}\n`;
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length > heldAtMost) this.#moveToDisk();
  }

  async write(): Promise<void> {
    if (this.#path === '-') for (const block of this.#blocks()) process.stdout.write(block);
    else if (this.#path !== undefined) await writeOutput(this.#path, this.#blocks());
    if (this.#moved !== null) closeSync(this.#moved);
  }

  *#blocks(): Generator<Uint8Array> {
    for (let at = 0; this.#moved !== null; at += blockLength) {
      const block = readAt(this.#moved, at, blockLength);
      if (block.length > 0) yield block;
      if (block.length < blockLength) break;
    }
    yield Buffer.from(this.#lines.join(''));
  }

  #moveToDisk(): void {
    if (this.#moved === null) {
      const folder = makeTemporaryFolder('rescind-lines-');
      this.#moved = openDiskFile(join(folder, 'lines'));
      rmSync(folder, { recursive: true });
    }
    writeAll(this.#moved, Buffer.from(this.#lines.join('')));
    this.#lines = [];
    this.#length = 0;
  }
}

export async function writeOutput(path: string, content: string | Iterable<Uint8Array>): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

export function mustBeWritable(path: string): void {
  const place = existsSync(path) && !statSync(path).isDirectory() ? path : dirname(resolve(path));
  try {
    if (existsSync(path) && statSync(path).isDirectory()) throw new Error('it is a folder');
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
