import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import { Gaps, reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import type { Sessions } from '../../adapters/aws/inventory/sessions.ts';
import type { AccountLeftOut, AccountResult } from './account-result.ts';
import type { KeptSweep } from './kept-sweep.ts';
import { type Judging, sweepAccount, sweepUnseen, type Told } from './sweep-account.ts';
import type { SweptAccount, WhichAccounts } from './which-accounts.ts';

/** Accounts in work at a time: each holds one account's lists in memory, and each account has limits of its own. */
const accountsAtOnce = 8;

export interface SweepOptions {
  readonly sessions: Sessions;
  readonly which: WhichAccounts;
  readonly kept: KeptSweep;
  readonly judging: Judging;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface SweepOutcome {
  /** In order of account id; of one that could not be entered, what a trail showed of it. */
  readonly results: readonly AccountResult[];
  /** Accounts that could not be entered. */
  readonly refused: readonly AccountLeftOut[];
}

/** All accounts that are not done yet, some at a time. An account that refuses costs only itself. */
export async function sweep({ sessions, which, kept, judging, onProgress }: SweepOptions): Promise<SweepOutcome> {
  // Who let nobody in is asked again, whatever a trail showed.
  const entered = kept.done.filter(({ gaps }) => !gaps.some(({ what }) => what === 'the account'));
  const done = new Map(entered.map((result) => [result.accountId, result]));
  const refused: AccountLeftOut[] = [];
  const { accounts } = which;
  if (judging.trail !== undefined) kept.noteGrants(judging.trail.grants);
  const left = accounts.filter(({ id }) => !done.has(id));
  await atOnce(left, accountsAtOnce, async (account) => {
    const result = await one(account);
    if (typeof result === 'string') refused.push({ accountId: account.id, reason: result });
    else done.set(account.id, result);
    onProgress?.(new Set([...done.keys(), ...refused.map(({ accountId }) => accountId)]).size, accounts.length);
  });

  /** The reason where the account could not be entered. */
  async function one(account: SweptAccount): Promise<AccountResult | string> {
    const opened = await sessions.open(account.id).catch((error: unknown) => reasonOf(error));
    const known = { ...judging, grants: kept.grants(account.id), forebears: kept.forebears(account.id) };
    // fails toward: the account is listed as not seen, and asked again the next time
    if (typeof opened === 'string') {
      const inUse = sweepUnseen(account.id, opened, known);
      if (inUse !== null) done.set(account.id, kept.settle({ accountId: account.id, name: account.name }, inUse));
      return opened;
    }
    const told = await toldOf(account, which);
    // fails toward: the account is listed with the surprise that it held; the others are swept
    const swept = await sweepAccount(opened, told, known).catch((error: unknown) => reasonOf(error));
    opened.close();
    if (typeof swept === 'string') return swept;
    return kept.settle({ accountId: account.id, name: account.name }, swept);
  }

  // Also with refusals: the next sweep asks everybody anew. Only one that was killed goes on where it was.
  kept.finish();
  return {
    results: [...done.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1)),
    refused: refused.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1)),
  };
}

/** What the organisation tells of an account; what it would not tell is a gap. */
async function toldOf({ id }: SweptAccount, which: WhichAccounts): Promise<Told> {
  const gaps = new Gaps(id);
  const tags = await gaps.read('tags of the account', which.tagsOf(id));
  const controls = await gaps.read('service control policies', which.controlsOf(id, 'SERVICE_CONTROL_POLICY'));
  const resourceControls = await gaps.read(
    'resource control policies',
    which.controlsOf(id, 'RESOURCE_CONTROL_POLICY'),
  );
  return { tags: tags ?? [], controls, resourceControls, gaps: gaps.found };
}
