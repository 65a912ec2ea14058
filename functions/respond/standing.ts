import { noteKeys } from '../../contract/notes.ts';
import { type Instant, minute, second } from '../../core/model/instant.ts';
import { isWaiting } from '../../core/outcome/containment.ts';
import { emptySpent, roomLeft, type Spent } from '../../core/plan/limits.ts';
import { documentsIn } from '../documents.ts';
import { isApproved, policyApproval } from '../policy-approval.ts';
import { wrongPercent } from './taken-back.ts';
import type { Work } from './work.ts';

/** How the hand stands, as it is seen at the minute's bell. */
export interface HandStanding {
  /** Of the limit that is nearest to its end, in per cent. */
  readonly BudgetUsedPercent: number;
  /** Containments that AWS refuses, and since when the oldest of them is wanted. */
  readonly IrrevocableStanding: number;
  readonly IrrevocableOldestSeconds: number;
  /** Containments that somebody began, whose claim is over, and that nobody has ended since. */
  readonly Stuck: number;
  /** Of a hundred credentials that were contained within seven days, of how many that was taken back within a day. */
  readonly WrongPercent: number;
  /** 1 where the policy is not the one that was approved, or, where none ever was, that was there at the bell before. */
  readonly PolicyHashMismatch: number;
}

/** Longer than the minute's bell takes to come by once more. */
const overFor = 10 * minute;

export async function handStanding({
  store,
  notes,
  settings,
  clock,
}: Pick<Work, 'store' | 'notes' | 'settings' | 'clock'>): Promise<HandStanding> {
  const now = clock.now();
  const { policy, policyDigest } = await settings();
  const note = await notes.load('budget');
  const spent: Spent = note === null ? emptySpent() : JSON.parse(note.text);
  const used = (account: Parameters<typeof roomLeft>[3], most: number) =>
    most === 0 ? 0 : 100 * (1 - roomLeft(spent, policy, now, account).lockOuts / most);
  const accounts = new Set(spent.actions.map(({ accountId }) => accountId));
  const { disruptivePerAccountPerHour, disruptivePerOrganizationPerDay } = policy.limits;
  const open = await store.open();
  const refused = open.flatMap(({ answer, desired, history }) =>
    answer?.to === desired && answer.outcome.kind === 'irrevocable' ? [history[0]?.at ?? answer.at] : [],
  );
  return {
    BudgetUsedPercent: Math.round(
      Math.max(
        used(null, disruptivePerOrganizationPerDay),
        ...[...accounts].map((account) => used(account, disruptivePerAccountPerHour)),
      ),
    ),
    IrrevocableStanding: refused.length,
    IrrevocableOldestSeconds: Math.round((now - Math.min(now, ...refused)) / second),
    Stuck: open.filter((row) => row.claim !== null && row.claim.until < now - overFor && !isWaiting(row)).length,
    WrongPercent: await wrongPercent(notes, now),
    PolicyHashMismatch: Number(await isOther(policyDigest, notes, now)),
  };
}

/**
 * Where one was approved: for as long as another is in the bucket. Where none ever was, once for each change: the new one
 * is what the next bell expects. What could not be read says nothing.
 */
async function isOther(digest: string | undefined, notes: Work['notes'], now: Instant): Promise<boolean> {
  const approval = await policyApproval(notes);
  if (approval !== null) return !isApproved(approval, digest, now);
  if (digest === undefined) return false;
  const { read, write } = documentsIn(notes);
  const before = await read<string>(noteKeys.policyDigest);
  if (before === digest) return false;
  await write(noteKeys.policyDigest, digest, null);
  return before !== null;
}
