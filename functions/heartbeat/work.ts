import { type MemberAccount, memberAccounts } from '../../adapters/aws/inventory/accounts.ts';
import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import type { Reach } from '../../adapters/aws/inventory/reach.ts';
import { type Lane, noteKeys, type Pulse } from '../../contract/notes.ts';
import { memberRoles } from '../../contract/permissions.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { beatKey } from '../beats.ts';
import { documentsIn } from '../documents.ts';

export interface HeartbeatWork {
  readonly sessions: Pick<Reach, 'caller' | 'organizations'>;
  readonly beat: (place: { readonly roleArn: string; readonly region: string }) => Promise<void>;
  readonly notes: NoteStore;
  readonly everywhere: boolean;
  readonly lanes: readonly Lane[];
  /** They take turns, an hour each, so that a beat that is not heard tells of any of them. */
  readonly regions: readonly string[];
  readonly learns: boolean;
  readonly now: () => Instant;
}

export interface Round {
  readonly accounts: number;
  readonly refused: number;
  readonly silentFast: number;
  readonly silentBulk: number;
  readonly sweepLate: boolean;
  readonly learningLate: boolean;
}

/** The beat of an hour ago has to be heard by the next one; CloudTrail takes minutes. */
const longestSilence = 90 * minute;
/** Sweeps come once a day. */
const longestWithoutSweep = 36 * hour;
const longestLearning = 2 * day;
const accountsAtOnce = 8;

/** Says who was not heard since the last round, and makes one call in every account for the next one. */
export async function round(work: HeartbeatWork): Promise<Round> {
  const { read, write } = documentsIn(work.notes);
  const now = work.now();
  const { partition, accountId: own } = await work.sessions.caller();
  const members = work.everywhere ? await activeMembers(work) : null;
  const accounts = members?.map(({ id }) => id) ?? [own];
  if (members !== null) {
    await write(noteKeys.accountNames, Object.fromEntries(members.map(({ id, name }) => [id, name])), null);
  }
  const before = await read<Pulse>(noteKeys.heartbeat);
  const since = Object.fromEntries(accounts.map((account) => [account, before?.since[account] ?? now]));
  const silent = (
    await atOnce(accounts, accountsAtOnce, async (account) => {
      const heard = await Promise.all(work.lanes.map((lane) => read<Instant>(beatKey(lane, account))));
      return work.lanes.flatMap((lane, at) => {
        const heardAt = heard[at] ?? null;
        const last = Math.max(since[account] ?? now, heardAt ?? 0);
        return now - last > longestSilence ? [{ account, lane, heardAt }] : [];
      });
    })
  ).flat();
  const region = work.regions[Math.floor(now / hour) % work.regions.length] ?? 'us-east-1';
  const refused: Record<string, string> = {};
  await atOnce(accounts, accountsAtOnce, async (account) => {
    const roleArn = `arn:${partition}:iam::${account}:role/${memberRoles.alive}`;
    // fails toward: nothing is heard from there, which rings
    await work.beat({ roleArn, region }).catch((error: unknown) => {
      refused[account] = reasonOf(error);
    });
  });
  await write(noteKeys.heartbeat, { at: now, since, silent, refused } satisfies Pulse, null);
  const began = Math.min(now, ...Object.values(since));
  return {
    accounts: accounts.length,
    refused: Object.keys(refused).length,
    silentFast: silent.filter(({ lane }) => lane === 'fast').length,
    silentBulk: silent.filter(({ lane }) => lane === 'bulk').length,
    sweepLate: now - ((await endOf(noteKeys.sweepRun, 'finishedAt', work)) ?? began) > longestWithoutSweep,
    learningLate:
      work.learns && now - began > longestLearning && (await endOf(noteKeys.backfill, 'endedAt', work)) === null,
  };
}

async function activeMembers({ sessions }: HeartbeatWork): Promise<readonly MemberAccount[]> {
  return (await memberAccounts(sessions.organizations)).filter(({ isActive }) => isActive);
}

/** When it ended; of a sweep that goes on, when the one before did is not known, and its own start counts. */
async function endOf(key: string, field: 'finishedAt' | 'endedAt', { notes }: HeartbeatWork): Promise<Instant | null> {
  const note = await documentsIn(notes).read<Readonly<Record<string, Instant | null>>>(key);
  if (note === null) return null;
  return note[field] ?? (field === 'finishedAt' ? (note.startedAt ?? null) : null);
}
