import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { WriteStream } from 'node:tty';
import { run as runCommandLine } from '../../cli/program.ts';
import { simulate } from '../../simulator/simulate.ts';
import { writeSimulation } from '../../simulator/write.ts';

export const entry = new URL('../../bin/rescind.ts', import.meta.url).pathname;

/** Where started processes find what was compiled once, as those have it that bin/rescind.mjs starts: half of a start. */
export function compileCache(): { readonly NODE_COMPILE_CACHE: string | undefined } {
  return { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * For whoever waits for a process with nothing else to do meanwhile, which no test's own time ends: Node may stand still as it
 * exits, its compiler waiting for a collection that does not come any more (nodejs/node#54918).
 */
export const waited = { encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' } as const;

/** The command line as its own process, in `cwd`. */
export function rescindProcess(cwd: string, ...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { cwd, ...waited });
  return { status, stdout, stderr };
}

export interface Place {
  readonly cwd: string;
  /** All of the environment that the command sees; this process's own where nothing is said. */
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** Columns of the terminal that stdout is; no terminal where nothing is said. */
  readonly columns?: number;
}

/**
 * The command line by its entry function in this process, with folder, environment and streams of its own: the same
 * code but for bin/, at a tenth of the cost of a process. One at a time: whoever comes next waits a minute for one that
 * its test gave up on, which has folder, environment and streams still.
 */
export function runIn(place: Place, args: readonly string[]): Promise<Run> {
  const run = () => runAlone(place, args);
  const current = Promise.race([last, setTimeout(60_000, null, { ref: false })]).then(run, run);
  last = current;
  return current;
}

let last: Promise<unknown> = Promise.resolve();

async function runAlone({ cwd, env = process.env, stdin = '', columns }: Place, args: readonly string[]): Promise<Run> {
  const said = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => {
    const stream = new Writable({
      decodeStrings: false,
      write: (chunk, _, done) => {
        said[name] += String(chunk);
        done();
      },
    });
    return columns === undefined
      ? stream
      : Object.assign(stream, { isTTY: true, columns, getColorDepth: () => WriteStream.prototype.getColorDepth(env) });
  };
  const before = { cwd: process.cwd(), env: process.env, exitCode: process.exitCode };
  const streams = { stdout: sink('stdout'), stderr: sink('stderr'), stdin: Readable.from([stdin]) };
  const own = Object.keys(streams).map((name) => [name, Object.getOwnPropertyDescriptor(process, name)] as const);
  for (const [name, value] of Object.entries(streams)) {
    Object.defineProperty(process, name, { value, configurable: true });
  }
  process.chdir(cwd);
  process.env = { ...env };
  process.exitCode = undefined;
  try {
    return { status: await runCommandLine(args), ...said };
  } finally {
    for (const [name, property] of own) if (property !== undefined) Object.defineProperty(process, name, property);
    process.chdir(before.cwd);
    process.env = before.env;
    process.exitCode = before.exitCode;
  }
}

export function rescind(cwd: string, ...args: readonly string[]): Promise<Run> {
  return runIn({ cwd }, args);
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rescind-cli-'));
}

/** A folder with `trail`, `context` and `labels.json` of some days in a small organisation. */
export async function writtenOrganisation(): Promise<string> {
  written ??= writeOrganisation();
  const folder = emptyFolder();
  cpSync(await written, folder, { recursive: true });
  return folder;
}

/** Whoever asks gets a copy. */
let written: Promise<string> | null = null;

async function writeOrganisation(): Promise<string> {
  const folder = emptyFolder();
  await writeSimulation(simulate({ seed: 3, days: 4, credentials: 5, incidents: 3, benignChanges: 2 }), folder);
  return folder;
}

/** Replays the trail in such a folder by the words that lie beside it, without a report. */
export function replayTrail(folder: string, ...options: readonly string[]): Promise<Run> {
  return rescind(folder, 'replay', 'trail', '--context', 'context', '--no-report', ...options);
}
