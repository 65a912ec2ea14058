import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Metafile } from 'esbuild';
import { buildFunctions } from '../functions/build.ts';
import { bundledIn, isOfRun } from './temporary.ts';

export interface Bundled {
  /** The folder in which each function has its bundle, and nothing else is; nobody writes there. Beside it there is room. */
  readonly bundles: string;
  readonly metafile: Metafile;
}

/** The functions as they are deployed, from their sources of now: whichever file of a run asks first builds them. */
export async function bundled(): Promise<Bundled> {
  const folder = bundledIn(home());
  const [bundles, metafile] = [join(folder, 'dist'), join(folder, 'metafile.json')];
  while (!existsSync(metafile)) {
    if (isOurs(folder)) await build(folder, bundles, metafile);
    else await setTimeout(100);
  }
  return { bundles, metafile: JSON.parse(readFileSync(metafile, 'utf8')) };
}

let own: string | null = null;

/** Whoever runs no tests, as a bench does not, has a folder to itself: the one of all would be of other sources. */
function home(): string {
  if (isOfRun(tmpdir())) return tmpdir();
  own ??= mkdtempSync(join(tmpdir(), 'rescind-bundled-'));
  return own;
}

/** Of all that make this folder, one succeeds. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

async function build(folder: string, bundles: string, metafile: string): Promise<void> {
  try {
    const text = JSON.stringify(await buildFunctions(bundles));
    // It says that all the rest is there, so it comes last, and whole.
    writeFileSync(`${metafile}.part`, text);
    renameSync(`${metafile}.part`, metafile);
  } catch (error) {
    // Whoever waits is to try for itself, and to say why it fails.
    rmSync(folder, { recursive: true });
    throw error;
  }
}
