import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** In thousands of bytes: a function's own code, and all that is deployed with it, each as it is and packed. */
export interface Weight {
  readonly name: string;
  readonly code: number;
  readonly codePacked: number;
  readonly whole: number;
  readonly wholePacked: number;
}

/** Of each function in the folder in which `buildFunctions` has put them. */
export function weigh(folder: string): Weight[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const files = filesOf(join(folder, name));
      const code = files.get('index.mjs');
      if (code === undefined) return [];
      const all = [...files.values()];
      return [{ name, code: kilo([code]), codePacked: packed([code]), whole: kilo(all), wholePacked: packed(all) }];
    });
}

function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile());
  return new Map(files.map(({ name }) => [name, readFileSync(join(folder, name))]));
}

function packed(files: readonly Buffer[]): number {
  return kilo(files.map((one) => gzipSync(one)));
}

function kilo(files: readonly Buffer[]): number {
  return Math.round(files.reduce((sum, { length }) => sum + length, 0) / 1_000);
}
