/** How much of a stranger's file may be held in memory, all in bytes. */
export interface Limits {
  /** A file that is no larger, stored and inflated, is parsed in one go, the rest record by record. */
  readonly whole: number;
  /** The longest line or record; CloudTrail's own stay below one MiB, but a line may hold a whole log file. */
  readonly piece: number;
  readonly inflated: number;
  /** Inflated bytes for each stored one, asked once `whole` is passed. CloudTrail's files reach about 40. */
  readonly ratio: number;
}

const mebibyte = 1_048_576;

export const defaultLimits: Limits = {
  whole: 24 * mebibyte,
  piece: 32 * mebibyte,
  inflated: 256 * mebibyte,
  ratio: 200,
};
