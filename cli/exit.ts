export const exitStatus = { fine: 0, finding: 1, usage: 2, unread: 3 } as const;

export const exitStatusHelp = `
Exit status:
  0  fine
  1  a finding at or above --fail-on
  2  bad usage or bad configuration
  3  some input could not be read; all the rest was, and the summary lists each file and why`;

/** The user asked for something that cannot be done as asked: what is wrong and where, and what to do about it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly remedy: string;

  constructor(what: string, remedy: string) {
    super(what);
    this.remedy = remedy;
  }
}
