/** A file that could not be read, or not to its end. What came before the damage has been handed on. */
export class Unreadable extends Error {
  readonly path: string;
  /** A clause that follows the path: `is empty`. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path} ${reason}`);
    this.name = 'Unreadable';
    this.path = path;
    this.reason = reason;
  }
}

const clauses: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read: permission denied'],
  ['EPERM', 'may not be read: permission denied'],
  ['EISDIR', 'is a folder'],
  ['ENOTDIR', 'does not exist'],
  ['Z_BUF_ERROR', 'ends in the middle of its compressed data; what came before was read'],
  ['Z_DATA_ERROR', 'holds damaged compressed data; what came before was read'],
]);

export function unreadable(path: string, error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return new Unreadable(path, clauses.get(code) ?? `could not be read: ${String(message ?? error).split('\n', 1)[0]}`);
}
