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
