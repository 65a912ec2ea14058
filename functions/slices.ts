/** Accounts of a list, by their places in it. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** A state machine hands on 256 KiB from step to step, which is some 17,000 accounts. */
const accountsAtATime = 10_000;

/** An item of the table holds 400 KB, packed: the list of those to be done, and that of all accounts of the organisation. */
const mostAccounts = 30_000;

/** The list in parts that a state machine can hand on. Throws where it is longer than what can be remembered of it. */
export function slicesOf(accounts: readonly string[]): Slice[] {
  const { length } = accounts;
  if (length > mostAccounts) {
    throw new TooManyAccounts(
      `${length} accounts are more than the ${mostAccounts} that one deployment goes over. Deploy for parts of the organisation: --organization ou-…,ou-…`,
    );
  }
  return Array.from({ length: Math.ceil(length / accountsAtATime) }, (_, at) => {
    return { from: at * accountsAtATime, to: Math.min(length, (at + 1) * accountsAtATime) };
  });
}

export class TooManyAccounts extends Error {
  override readonly name = 'TooManyAccounts';
}

export function lengthOf(slices: readonly Slice[]): number {
  return slices.at(-1)?.to ?? 0;
}
