import { readRecords } from '../../adapters/files/records.ts';
import { OutOfReach } from '../../adapters/s3/out-of-reach.ts';
import { isLater, type TrailFile, trailFiles } from '../../adapters/s3/trail.ts';
import type { BackfillStep } from '../../contract/steps.ts';
import { Unreadable } from '../../core/intake/input.ts';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { learnPast } from '../../core/observe/observe.ts';
import type { Observing } from '../observing.ts';
import { takeIn } from '../records.ts';
import { accountsIn, type LearnedDay, nothingLearned } from './progress.ts';
import type { BackfillWork } from './work.ts';

/** Learned at a time: fewer writes than a file at a time, and no more memory than that many records take. */
const recordsAtOnce = 2_000;

/**
 * What one account did on one day, file by file in order, until `mayGoOn` says no or S3 refuses: from where it was left, and
 * nothing where all is learned. Learned twice is learned once, so that it may break off anywhere. Answers how far it has come.
 */
export async function learnDay(
  { day, account, folders }: Pick<Extract<BackfillStep, { step: 'learn' }>, 'day' | 'account' | 'folders'>,
  work: BackfillWork,
  mayGoOn: () => boolean,
): Promise<LearnedDay> {
  const accounts = accountsIn(work.notes, work.bucket);
  const known = await accounts.load(account);
  const before = known.days[day] ?? nothingLearned;
  if (before.isDone) return before;
  const counts = { ...before, wouldHave: { ...before.wouldHave }, refused: null as LearnedDay['refused'] };
  const observing = await work.observing();
  let told: Told[] = [];
  try {
    const files = await trailFiles(work.trail.bucket, { folders, account, day }, work.s3);
    const left = files.filter(({ key }) => before.after === null || isLater(key, before.after));
    counts.isDone = left.length === 0;
    for (const one of left) {
      const { records, isDamaged } = await read(one);
      told.push(...records.flatMap((record) => takeIn(record, account).told ?? []));
      counts.files += 1;
      counts.records += records.length;
      counts.damaged += Number(isDamaged);
      counts.after = one.key;
      counts.isDone = one === left.at(-1);
      if (told.length >= recordsAtOnce) {
        await learn(told, observing, counts.wouldHave);
        told = [];
      }
      if (!mayGoOn()) break;
    }
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
    // fails toward: it is not learned, and nothing acts; the next run goes on at this file
    counts.refused = { action: error.action, error: error.error, path: error.path };
  }
  await learn(told, observing, counts.wouldHave);
  const at = work.now();
  await accounts.save(account, { ...known, at, days: { ...known.days, [day]: counts } }, at);
  return counts;
}

async function read({
  file,
}: TrailFile): Promise<{ readonly records: readonly unknown[]; readonly isDamaged: boolean }> {
  const found: unknown[] = [];
  try {
    for await (const records of readRecords(file)) found.push(...records);
    return { records: found, isDamaged: false };
  } catch (error) {
    if (!(error instanceof Unreadable) || error instanceof OutOfReach) throw error;
    // fails toward: less is known of those in it; the number of such files is shown, and many are not learned
    return { records: found, isDamaged: true };
  }
}

async function learn(
  told: Told[],
  { surroundings, circumstances, ports }: Observing,
  wouldHave: Record<string, number>,
): Promise<void> {
  if (told.length === 0) return;
  for (const { decision } of await learnPast(inTimeOrder(told).told, surroundings, circumstances, ports)) {
    wouldHave[decision.action] = (wouldHave[decision.action] ?? 0) + 1;
  }
}
