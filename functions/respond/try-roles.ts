import { saysNo } from '../../adapters/aws/call-tally.ts';
import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import { graceMinutes } from '../../contract/heartbeat.ts';
import { noteKeys, type Pulse, type RoleTrials, type ShutRole } from '../../contract/notes.ts';
import { type ActingRole, memberRoles } from '../../contract/permissions.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { documentsIn } from '../documents.ts';
import { trialOf } from './means.ts';
import type { Work } from './work.ts';

/** So many accounts at a bell, of which there are 1,440 a day. */
const mostAtOnce = 10;
/** A role that is shut is tried again soon, so that the alarm ends when the cause does. */
const betweenTrials = { open: day, shut: hour };
/** Where AWS did not answer, nobody else's turn is kept from them. */
const afterSilence = hour;

/**
 * Sees that the roles that act can be assumed, before the night in which one has to be: a control policy may forbid it, the
 * role may be gone, or its trust edited. At each bell a few accounts, whose turn it is; each at least once a day, up to
 * 14,400 accounts. Answers how many roles are known to be shut.
 */
export async function tryRoles(work: Work): Promise<number> {
  const { read, write } = documentsIn(work.notes);
  const now = work.clock.now();
  const since = (await documentsIn(work.memory).read<Pulse>(noteKeys.heartbeat))?.since ?? {};
  const before = (await read<RoleTrials>(noteKeys.roleTrials)) ?? { triedAt: {}, shut: {} };
  const watched = Object.keys(since).filter((account) => (since[account] ?? now) <= now - graceMinutes * minute);
  const due = accountsDue(watched, before, now);
  const doors = due.length === 0 ? [] : trialsOf(work);
  const found = new Map(
    await Promise.all(due.map(async (account) => [account, await shutIn(account, doors, before, now)] as const)),
  );
  const triedAt = (account: string) => {
    const answer = found.get(account);
    if (answer === undefined) return before.triedAt[account];
    return answer === null ? now - waitOf(account, before) + afterSilence : now;
  };
  const trials: RoleTrials = {
    triedAt: only(watched, triedAt),
    shut: only(watched, (account) => orNone(found.get(account) ?? before.shut[account])),
  };
  if (due.length > 0) await write(noteKeys.roleTrials, trials, null);
  return Object.values(trials.shut).reduce((sum, roles) => sum + Object.keys(roles).length, 0);
}

function waitOf(account: string, { shut }: RoleTrials): number {
  return betweenTrials[shut[account] === undefined ? 'open' : 'shut'];
}

/** Whoever waits longest comes first; one that was never tried has waited for ever. */
function accountsDue(watched: readonly string[], before: RoleTrials, now: Instant): string[] {
  const last = (account: string) => before.triedAt[account] ?? Number.NEGATIVE_INFINITY;
  return watched
    .filter((account) => now - last(account) >= waitOf(account, before))
    .toSorted((a, b) => (last(a) === last(b) ? Number(a > b) - Number(a < b) : last(a) - last(b)))
    .slice(0, mostAtOnce);
}

/** A role's name, and how it is tried in an account. */
type Trial = readonly [name: string, open: ReturnType<typeof trialOf>];

function trialsOf(work: Work): Trial[] {
  const acting: readonly ActingRole[] = work.inlineDenies ? ['contain', 'rotate', 'scope'] : ['contain', 'rotate'];
  return acting.map((role) => [memberRoles[role], trialOf(role, { sourceIdentity: 'rescind-trial' }, work)]);
}

type Shut = Readonly<Record<string, ShutRole>>;

/** Null where AWS was too busy to say, or could not be reached: no word against any role. */
async function shutIn(
  account: string,
  doors: readonly Trial[],
  before: RoleTrials,
  now: Instant,
): Promise<Shut | null> {
  const shut: Record<string, ShutRole> = {};
  for (const [name, open] of doors) {
    try {
      await open(account as AccountId);
    } catch (error) {
      if (!saysNo(error)) return null;
      shut[name] = { since: before.shut[account]?.[name]?.since ?? now, reason: reasonOf(error) };
    }
  }
  return shut;
}

function orNone(shut: Shut | undefined): Shut | undefined {
  return shut === undefined || Object.keys(shut).length === 0 ? undefined : shut;
}

/** By account, where there is anything to say; what is not watched any more is forgotten. */
function only<T>(accounts: readonly string[], of: (account: string) => T | undefined): Record<string, T> {
  return Object.fromEntries(
    accounts.flatMap((account) => {
      const value = of(account);
      return value === undefined ? [] : [[account, value] as const];
    }),
  );
}
