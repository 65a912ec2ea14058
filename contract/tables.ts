/** The one table: an item a key, each with a version that every write moves on. No transactions, no indexes. */
export const memoryTable = {
  key: 'pk',
  version: 'version',
  /** Bytes of a baseline. */
  bytes: 'bytes',
  /** JSON of a note. */
  text: 'note',
  /** Seconds since 1970 from when on the item may go. */
  expires: 'expires',
} as const;
