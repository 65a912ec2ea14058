import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { cannotWrite } from '../terminal/file-fault.ts';
import { visibleJson } from '../terminal/visible.ts';

/** Lines of JSON for a file, for stdout (`-`) or for nobody. Whether they can be written is found out at once, not hours later. */
export class LineFile {
  readonly #path: string | undefined;
  readonly #lines: string[] = [];

  constructor(path: string | undefined) {
    this.#path = path;
    if (path !== undefined && path !== '-') mustBeWritable(path);
  }

  add(value: unknown): void {
    if (this.#path !== undefined) this.#lines.push(`${visibleJson(value)}\n`);
  }

  async write(): Promise<void> {
    if (this.#path === '-') for (const line of this.#lines) process.stdout.write(line);
    else if (this.#path !== undefined) await writeOutput(this.#path, this.#lines.join(''));
  }
}

export async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
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
