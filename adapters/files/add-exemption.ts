import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { Exemption } from '../../core/policy/policy.ts';
import { alone } from './alone.ts';
import { readExemption } from './exemptions-file.ts';
import { unreadable } from './unreadable.ts';

/**
 * Puts one exemption into the file, for its credential and scope in place of an older one; everything else stays, fields
 * unknown here included. All or nothing: whoever reads meanwhile sees the old file or the new. True where something
 * changed; the error is a sentence, and then the file is as it was.
 */
export function addExemption(path: string, exemption: Exemption): Result<boolean, string> {
  const given = readExemption(exemption);
  if (!given.ok) return fail(`The exemption is not complete: ${given.error}.`);
  try {
    return alone(path, () => put(path, exemption));
  } catch (error) {
    // fails toward: the file as it was
    return fail(`${path} cannot be written: ${unreadable(path, error).reason}.`);
  }
}

function put(path: string, exemption: Exemption): Result<boolean, string> {
  const kept = readKept(path);
  if (!kept.ok) return kept;
  const next = withExemption(kept.value, exemption, path);
  if (!next.ok) return next;
  if (next.value !== null) replaceFile(path, next.value);
  return ok(next.value !== null);
}

/** Null where there is no such file. */
function readKept(path: string): Result<string | null, string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(null);
    // fails toward: no change
    return fail(`${path} ${unreadable(path, error).reason}.`);
  }
}

/**
 * The text of `exemptions.json` with one more, in place of an older one for its credential and scope; null where it says so
 * already. `text` is null where there is none yet; the error is a sentence.
 */
export function withExemption(text: string | null, exemption: Exemption, path: string): Result<string | null, string> {
  const kept = readAll(text ?? '[]', path);
  if (!kept.ok) return kept;
  const next = [...kept.value.filter((one) => !isAbout(one, exemption)), exemption];
  if (isDeepStrictEqual(next.toSorted(byText), kept.value.toSorted(byText))) return ok(null);
  return ok(`${JSON.stringify(next, null, 2)}\n`);
}

/** What cannot be understood is not written over: it may hold exemptions. */
function readAll(text: string, path: string): Result<unknown[], string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // fails toward: no change
    return fail(`${path} is not JSON.`);
  }
  if (!Array.isArray(value)) return fail(`${path} is not an array.`);
  for (const [index, one] of value.entries()) {
    const read = readExemption(one);
    if (!read.ok) return fail(`${path} has an entry [${index}] that cannot be read: ${read.error}.`);
  }
  return ok(value);
}

function isAbout(one: unknown, { credential, scope }: Exemption): boolean {
  const other = one as Partial<Exemption>;
  return other.credential === credential && other.scope === scope;
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** Beside it first, on disk, then renamed onto it, with the permissions that it had. */
function replaceFile(path: string, text: string): void {
  const beside = `${path}.${randomBytes(4).toString('hex')}`;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o644;
  try {
    const file = openSync(beside, 'wx', mode);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}
