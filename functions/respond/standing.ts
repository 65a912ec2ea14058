import { minute } from '../../core/model/instant.ts';
import { isWaiting } from '../../core/outcome/containment.ts';
import { emptySpent, roomLeft, type Spent } from '../../core/plan/limits.ts';
import type { Work } from './work.ts';

/** How the hand stands, as it is seen at the minute's bell. */
export interface HandStanding {
  /** Of the limit that is nearest to its end, in per cent. */
  readonly BudgetUsedPercent: number;
  /** Containments that somebody began, whose lease is over, and that nobody has ended since. */
  readonly Stuck: number;
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
  const { policy } = await settings();
  const note = await notes.load('budget');
  const spent: Spent = note === null ? emptySpent() : JSON.parse(note.text);
  const used = (account: Parameters<typeof roomLeft>[3], most: number) =>
    most === 0 ? 0 : 100 * (1 - roomLeft(spent, policy, now, account).lockOuts / most);
  const accounts = new Set(spent.actions.map(({ accountId }) => accountId));
  const { disruptivePerAccountPerHour, disruptivePerOrganizationPerDay } = policy.limits;
  const open = await store.open();
  return {
    BudgetUsedPercent: Math.round(
      Math.max(
        used(null, disruptivePerOrganizationPerDay),
        ...[...accounts].map((account) => used(account, disruptivePerAccountPerHour)),
      ),
    ),
    Stuck: open.filter((row) => row.lease !== null && row.lease.until < now - overFor && !isWaiting(row)).length,
  };
}
