/** Something in a context folder that could not be used; the rest was. */
export interface ContextProblem {
  readonly path: string;
  /** `line 7`, `[3]`; null for the whole file. */
  readonly where: string | null;
  /** A clause: what is wrong. */
  readonly what: string;
  /** What to do about it, a sentence. */
  readonly remedy: string;
}

/** What is wrong and where, as a sentence that follows the path. */
export function problemTold({ where, what }: ContextProblem): string {
  return `${where === null ? '' : `${where} `}${what}${what.endsWith('?') ? '' : '.'}`;
}
