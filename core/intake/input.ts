/** Port: something that holds records, wherever it lies. Reading it may throw `Unreadable`, or what the adapter of its place throws. */
export interface InputFile {
  /** As a person would name it: a path, `-` for the standard input, `s3://bucket/key`. */
  readonly path: string;
  /** Bytes as stored; null where it cannot be known before reading. */
  readonly size: number | null;
  /** The stored bytes, once from the start for each call; a stream that cannot be had twice is only opened once. */
  open(): AsyncIterable<Uint8Array>;
  /** All stored bytes at once, for a file known to be small. */
  read(): Promise<Uint8Array>;
}

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

/** What a search for inputs finds: files, `unnamed` ones whose start must tell whether they are logs, files passed over, and unreadable places. */
export type Input =
  | { readonly kind: 'file' | 'unnamed'; readonly file: InputFile }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

const recordName = /\.(?:json|ndjson|jsonl|gz)$/i;
const besideRecords = /(?:^|[/\\])CloudTrail-(Digest|Insight)[/\\]/;

/** Why a file is passed over that lies where CloudTrail puts no calls; null for all others. A file that the user names is always read. */
export function holdsNoCalls(path: string): string | null {
  const beside = besideRecords.exec(path);
  return beside === null ? null : `contains no calls: it is a CloudTrail ${beside[1]?.toLowerCase()} file`;
}

/** By its name alone. Firehose gives its files none. */
export function isNamedLog(path: string): boolean {
  return recordName.test(path);
}
