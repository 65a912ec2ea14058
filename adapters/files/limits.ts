/** How much of a stranger's file may be held in memory, all in bytes. */
export interface Limits {
  /** A file that is no larger, stored and inflated, is parsed in one go, the rest record by record. */
  readonly whole: number;
  /** The longest line or record; CloudTrail's own stay below one MiB, but a line may hold a whole log file. */
  readonly piece: number;
  readonly inflated: number;
  /** Inflated bytes for each stored one, asked from `ratioFrom` bytes on. CloudTrail's files reach about 40. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /**
   * Commas and brackets in what is parsed at once: each stands for a value, and one that is empty or open takes up to sixty times its
   * bytes. Signs of escapes count, too: they may stand for brackets of a text that is parsed later.
   */
  readonly values: number;
}

const mebibyte = 1_048_576;

export const defaultLimits: Limits = {
  whole: 24 * mebibyte,
  piece: 32 * mebibyte,
  inflated: 256 * mebibyte,
  ratio: 200,
  ratioFrom: 4 * mebibyte,
  values: 3_000_000,
};

/** Whether a text would take far more room parsed than it does as it is. Asks nothing of a text that is short enough. */
export function isDense(text: Uint8Array, { values }: Pick<Limits, 'values'>): boolean {
  if (text.length <= values) return false;
  let found = 0;
  for (let at = 0; at < text.length; at++) found += counted[text[at] ?? 0] ?? 0;
  return found > values;
}

const counted = new Uint8Array(256);
for (const sign of ',[{%\\') counted[sign.charCodeAt(0)] = 1;
