import { constants, createReadStream, openSync, readFileSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { holdsNoCalls, type Input, type InputFile, isNamedLog } from '../../core/intake/input.ts';
import { unreadable } from './unreadable.ts';

/**
 * Finds the files behind paths: a file as it is, a folder walked in order of names, `-` for the standard input.
 * A symbolic link inside a folder is followed to a file, not to a folder, which may hold the link. Never throws: what cannot be looked into
 * is told as such.
 */
export async function* openInputs(paths: readonly string[]): AsyncGenerator<Input> {
  for (const path of paths) {
    if (path === '-') yield { kind: 'file', file: standardInput() };
    else yield* openPath(path);
  }
}

/** How many `openInputs` will give; null where that is not known before they are read. */
export async function countInputs(paths: readonly string[]): Promise<number | null> {
  if (paths.some((path) => path === '-' || path.startsWith('s3://'))) return null;
  let inputs = 0;
  for await (const _ of openInputs(paths)) inputs++;
  return inputs;
}

async function* openPath(path: string): AsyncGenerator<Input> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) yield* walk(path);
    else if (found.isFIFO()) yield { kind: 'file', file: pipeAt(path) };
    else yield { kind: 'file', file: fileAt(path, found.isFile() ? found.size : null) };
  } catch (error) {
    yield { kind: 'unreadable', path, reason: unreadable(path, error).reason };
  }
}

async function* walk(folder: string): AsyncGenerator<Input> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => unreadable(folder, error));
  if (entries instanceof Error) {
    yield { kind: 'unreadable', path: folder, reason: entries.reason };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield leaf(path);
    else if (entry.isSymbolicLink()) yield behindLink(path);
    else yield { kind: 'skipped', path, reason: 'is neither a file nor a folder' };
  }
}

function behindLink(path: string): Input {
  try {
    const target = statSync(path);
    if (target.isFile()) return leaf(path);
    const reason = target.isDirectory() ? 'is a link to a folder: name it to have it read' : 'is a link to no file';
    return { kind: 'skipped', path, reason };
  } catch {
    return { kind: 'skipped', path, reason: 'is a link that leads nowhere' };
  }
}

/** Asks at once: many small files make a trail, and waiting for each costs more than the answer. */
function leaf(path: string): Input {
  const reason = holdsNoCalls(path);
  if (reason !== null) return { kind: 'skipped', path, reason };
  try {
    return { kind: isNamedLog(path) ? 'file' : 'unnamed', file: fileAt(path, statSync(path).size) };
  } catch (error) {
    return { kind: 'unreadable', path, reason: unreadable(path, error).reason };
  }
}

/** `size` null for what has none, like a pipe. */
export function fileAt(path: string, size: number | null): InputFile {
  return { path, size, open: () => createReadStream(path), read: async () => readFileSync(path) };
}

function standardInput(): InputFile {
  return { path: '-', size: null, open: () => process.stdin, read: neverWhole };
}

/**
 * A named pipe may wait for whoever writes to it, for ever: opened as a file, it would hold a thread that nothing but a SIGKILL ends,
 * and the process with it.
 */
function pipeAt(path: string): InputFile {
  const open = () => new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
  return { path, size: null, open, read: neverWhole };
}

const neverWhole = () => Promise.reject(new Error('has no size'));
