/** What was learned of one account. */
export interface AccountProgress {
  /** The last day that is done. */
  readonly through: string;
  readonly files: number;
  readonly records: number;
  readonly unread: number;
  readonly wouldHave: Readonly<Record<string, number>>;
}

export const accountProgressKey = (account: string) => `backfill account ${account}`;
