import { unreadable } from '../../adapters/files/unreadable.ts';
import { UsageError } from '../exit.ts';

/** A file that the user named cannot be read: what is wrong with it in words, and what to give instead. */
export function cannotRead(path: string, error: unknown, remedy: string): UsageError {
  return new UsageError(`${path} ${unreadable(path, error).reason}.`, remedy);
}

const clauses: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'there is no such folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'permission denied'],
  ['EISDIR', 'it is a folder'],
  ['ENOSPC', 'the disk is full'],
]);

/** The same for one that cannot be written. */
export function cannotWrite(
  path: string,
  error: unknown,
  remedy = 'Give the path of a file in a folder that you may write to.',
): UsageError {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string };
  return new UsageError(`${path} cannot be written: ${clauses.get(code) ?? message}.`, remedy);
}

/** The same for the folder of temporary files, which nobody named. */
export function noRoomIn(folder: string, error: unknown): UsageError {
  return cannotWrite(folder, error, 'Free some room there, or name another folder for temporary files (TMPDIR).');
}
