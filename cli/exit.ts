export const exitStatus = { fine: 0, finding: 1, usage: 2, unread: 3, fault: 70 } as const;

type ExitStatus = keyof typeof exitStatus;

const meanings: Readonly<Record<ExitStatus, string>> = {
  fine: 'fine',
  finding: 'a finding at or above --fail-on; for a command that acts: not all of it could be done',
  usage: 'bad usage or bad configuration',
  unread:
    'some input could not be read, with or without a finding; the rest was, and the summary lists each file with the reason',
  fault: 'a bug in Rescind: do not rely on anything it printed; please report it',
};

/** For a command's help: the statuses that it can end with, by default all of them. */
export function exitStatusHelp(...possible: readonly ExitStatus[]): string {
  const shown = possible.length > 0 ? possible : (Object.keys(meanings) as ExitStatus[]);
  return `\nExit status:\n${shown.map((one) => `  ${exitStatus[one]}  ${meanings[one]}`).join('\n')}`;
}

/** The user asked for something that cannot be done as asked: what is wrong and where, and what to do about it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly remedy: string;

  constructor(what: string, remedy: string) {
    super(what);
    this.remedy = remedy;
  }
}
