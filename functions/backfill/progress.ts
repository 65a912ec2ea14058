import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import type { OutOfReach } from '../../adapters/s3/out-of-reach.ts';
import type { BackfillProgress, PastGap } from '../../contract/notes.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { documentsIn } from '../documents.ts';

/** What was learned of one account on one day. */
export interface LearnedDay {
  readonly files: number;
  readonly records: number;
  readonly damaged: number;
  readonly wouldHave: Readonly<Record<string, number>>;
  /** The last file that is learned, by its key; null before the first. */
  readonly after: string | null;
  /** All files are. */
  readonly isDone: boolean;
  /** Why it went no further. */
  readonly refused: Pick<OutOfReach, 'action' | 'error' | 'path'> | null;
}

export const nothingLearned: LearnedDay = {
  files: 0,
  records: 0,
  damaged: 0,
  wouldHave: {},
  after: null,
  isDone: false,
  refused: null,
};

/** What was learned of one account, by day, from the bucket of that name. */
export interface AccountProgress {
  readonly bucket: string;
  readonly days: Readonly<Record<string, LearnedDay>>;
  /** When it was last learned from; absent in what is on record from before. */
  readonly at?: Instant;
}

const keptFor = 90 * day;
const readsAtOnce = 16;

/** The notes of what was learned of each account from `bucket`; what was learned from another counts for nothing. */
export function accountsIn(notes: NoteStore, bucket: string) {
  const { read, write } = documentsIn(notes);
  const keyOf = (account: string) => `backfill of ${account}`;
  async function load(account: string): Promise<AccountProgress> {
    const found = await read<AccountProgress>(keyOf(account));
    return found?.bucket === bucket ? found : { bucket, days: {} };
  }
  const loadAll = (accounts: readonly string[]) => atOnce(accounts, readsAtOnce, load);
  const save = (account: string, progress: AccountProgress, now: Instant) =>
    write(keyOf(account), progress, now + keptFor);
  return {
    load,
    loadAll,
    save,
    /** Forgets what is read again: too much damage, and all days where nothing was found on any. Answers what stays. */
    async loadAnew(accounts: readonly string[], now: Instant): Promise<readonly AccountProgress[]> {
      const loaded = await loadAll(accounts);
      const isNothing = loaded.every(({ days }) => sumOf(Object.values(days)).files === 0);
      return atOnce([...loaded.entries()], readsAtOnce, async ([at, progress]) => {
        const all = Object.entries(progress.days);
        const kept = all.filter(([, { damaged }]) => !isNothing && (damaged === 0 || !isDamaged(progress)));
        if (kept.length === all.length) return progress;
        const after = { ...progress, days: Object.fromEntries(kept) };
        await save(accounts[at] ?? '', after, now);
        return after;
      });
    },
  };
}

/** So many damaged files of an account are told, and take nothing from what the others taught. */
const handful = 3;

/** No account is known by what is mostly damage: more than a handful and a tenth of its files, or all. */
function isDamaged({ days }: AccountProgress): boolean {
  const { files, damaged } = sumOf(Object.values(days));
  return damaged > 0 && (damaged === files || damaged > Math.max(handful, files / 10));
}

export function isLeft(account: AccountProgress, date: string): boolean {
  return account.days[date]?.isDone !== true;
}

type Sum = Pick<BackfillProgress, 'files' | 'records' | 'damaged' | 'wouldHave'>;

function sumOf(days: readonly Sum[]): Sum {
  const sum = { files: 0, records: 0, damaged: 0 };
  const wouldHave: Record<string, number> = {};
  for (const one of days) {
    sum.files += one.files;
    sum.records += one.records;
    sum.damaged += one.damaged;
    for (const [rung, times] of Object.entries(one.wouldHave)) wouldHave[rung] = (wouldHave[rung] ?? 0) + times;
  }
  return { ...sum, wouldHave };
}

/** How far all accounts together have come with `days`. */
export function tally(
  accounts: readonly AccountProgress[],
  days: readonly string[],
): Sum & Pick<BackfillProgress, 'done'> {
  return {
    ...sumOf(accounts.flatMap((account) => days.flatMap((date) => account.days[date] ?? []))),
    done: days.filter((date) => accounts.length > 0 && !accounts.some((account) => isLeft(account, date))).length,
  };
}

/** Why `days`, over which somebody has gone, are not learned. */
export function gapsIn(accounts: readonly AccountProgress[], days: readonly string[]): PastGap[] {
  const open = accounts.flatMap((account, at) =>
    days.flatMap((date) => {
      const { isDone, refused } = account.days[date] ?? nothingLearned;
      return isDone ? [] : [{ at, refused }];
    }),
  );
  const causes = Map.groupBy(open, ({ refused }) => (refused === null ? '' : `${refused.action} ${refused.error}`));
  return [...causes.values()].map((all): PastGap => {
    const size = { accounts: new Set(all.map(({ at }) => at)).size, days: all.length };
    const refused = all[0]?.refused ?? null;
    return refused === null ? { kind: 'unfinished', ...size } : { kind: 'refused', ...refused, ...size };
  });
}

/** The same of a past that is over: that nothing was found in it, or mostly damage. */
export function gapsOfAll(accounts: readonly AccountProgress[], days: readonly string[]): PastGap[] {
  const gaps = gapsIn(accounts, days);
  if (tally(accounts, days).files === 0) return gaps.length > 0 ? gaps : [{ kind: 'nothing-found' }];
  const bad = accounts.filter(isDamaged);
  const { damaged: files } = tally(bad, days);
  return bad.length === 0 ? gaps : [...gaps, { kind: 'damaged', accounts: bad.length, files }];
}
