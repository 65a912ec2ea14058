/** What was learned: an item a key, each with a version that every write moves on. No transactions, no indexes. */
export const memoryTable = {
  key: 'pk',
  version: 'version',
  /** Bytes of a baseline. */
  bytes: 'bytes',
  /** JSON of a note, or the same deflated where that is what it takes to be small: by the words of most notes, or without. */
  text: 'note',
  packed: 'packed',
  deflated: 'deflated',
  /** Seconds since 1970 from when on the item may go. */
  expires: 'expires',
} as const;

/** What was done: the same form, and one sparse index of the credentials that something is in force on. */
export const deedsTable = {
  key: memoryTable.key,
  version: memoryTable.version,
  text: memoryTable.text,
  /** Only there while a containment of the credential is not closed; the same in all items, so that one query finds them. */
  open: 'open',
  openIndex: 'open',
} as const;

/** Where the function that notifies may write in what was learned: which notices went out. A note's key follows `note `. */
export const noticeKeyPattern = 'note notice *';

/** Where the function that interacts may write in what was done: what people said. A note's key follows `note `. */
export const answersKeyPattern = 'note answers *';

/** Where the function that responds may write in what was learned: what an owner says was them, or is still wanted. */
export const taughtKeyPatterns = ['note member *', 'note leases *', 'baseline *'];

/** What the function that interacts may read of what was learned: decisions, and where they were told. */
export const decisionKeyPatterns = ['note decision *', 'note notice places *'];
