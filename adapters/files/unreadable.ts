import { Unreadable } from '../../core/intake/input.ts';

export { Unreadable };

export const endsInRecord = 'ends in the middle of a record; what came before was read';

const clauses: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read: permission denied'],
  ['EPERM', 'may not be read: permission denied'],
  ['EISDIR', 'is a folder'],
  ['ENOTDIR', 'does not exist'],
  ['Z_BUF_ERROR', 'ends in the middle of its compressed data; what came before was read'],
  ['Z_DATA_ERROR', 'contains damaged compressed data; everything before the damage was read'],
]);

export function unreadable(path: string, error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return new Unreadable(path, clauses.get(code) ?? `could not be read: ${String(message ?? error).split('\n', 1)[0]}`);
}
