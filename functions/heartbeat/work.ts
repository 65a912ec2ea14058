import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import type { Reach } from '../../adapters/aws/inventory/reach.ts';
import { type Lane, noteKeys, type Pulse } from '../../contract/notes.ts';
import { memberRoles } from '../../contract/permissions.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { day, hour, type Instant, minute, second } from '../../core/model/instant.ts';
import { beatKey } from '../beats.ts';
import { documentsIn } from '../documents.ts';
import { watchedAccounts } from '../watched.ts';

export interface HeartbeatWork {
  readonly sessions: Pick<Reach, 'caller' | 'organizations'>;
  readonly beat: (place: { readonly roleArn: string; readonly region: string }) => Promise<void>;
  readonly notes: NoteStore;
  /** As the stack tells it. */
  readonly reach: readonly string[];
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
  /** Of the account that was not heard for longest, by lane, in seconds. */
  readonly ages: Readonly<Partial<Record<Lane, number>>>;
  /** Per cent of accounts whose last heartbeat the trail's files brought, and events did not. */
  readonly laneDisagreement: number;
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
  const { partition } = await work.sessions.caller();
  const { accounts, members } = await watchedAccounts(work.reach, work.sessions);
  if (members !== null) {
    const active = members.filter(({ isActive }) => isActive);
    await write(noteKeys.accountNames, Object.fromEntries(active.map(({ id, name }) => [id, name])), null);
  }
  const before = await read<Pulse>(noteKeys.heartbeat);
  const since = Object.fromEntries(accounts.map((account) => [account, before?.since[account] ?? now]));
  const heard = (
    await atOnce(accounts, accountsAtOnce, async (account) => {
      const all = await Promise.all(work.lanes.map((lane) => read<Instant>(beatKey(lane, account))));
      return work.lanes.map((lane, at) => {
        const heardAt = all[at] ?? null;
        return { account, lane, heardAt, age: now - Math.max(since[account] ?? now, heardAt ?? 0) };
      });
    })
  ).flat();
  const silent = heard.flatMap(({ account, lane, heardAt, age }) =>
    age > longestSilence ? [{ account, lane, heardAt }] : [],
  );
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
    ages: Object.fromEntries(work.lanes.map((lane) => [lane, oldestOf(heard.filter((one) => one.lane === lane))])),
    laneDisagreement: disagreementOf(heard),
    sweepLate: now - ((await endOf(noteKeys.sweepRun, 'finishedAt', work)) ?? began) > longestWithoutSweep,
    learningLate:
      work.learns && now - began > longestLearning && (await endOf(noteKeys.backfill, 'endedAt', work)) === null,
  };
}

interface Heard {
  readonly account: string;
  readonly lane: Lane;
  readonly heardAt: Instant | null;
  /** Since it was heard, or is asked, in milliseconds. */
  readonly age: number;
}

function oldestOf(heard: readonly Heard[]): number {
  return Math.round(Math.max(0, ...heard.map(({ age }) => age)) / second);
}

/** Files come minutes after events: what they have brought and events have not is lost. */
function disagreementOf(heard: readonly Heard[]): number {
  const byAccount = Map.groupBy(heard, ({ account }) => account);
  const differ = [...byAccount.values()].filter((lanes) => {
    const at = (wanted: Lane) => lanes.find(({ lane }) => lane === wanted)?.heardAt ?? 0;
    return at('bulk') > at('fast');
  });
  return byAccount.size === 0 ? 0 : Math.round((100 * differ.length) / byAccount.size);
}

/** When it ended; of a sweep that goes on, when the one before did is not known, and its own start counts. */
async function endOf(key: string, field: 'finishedAt' | 'endedAt', { notes }: HeartbeatWork): Promise<Instant | null> {
  const note = await documentsIn(notes).read<Readonly<Record<string, Instant | null>>>(key);
  if (note === null) return null;
  return note[field] ?? (field === 'finishedAt' ? (note.startedAt ?? null) : null);
}
