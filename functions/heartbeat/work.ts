import { atOnce } from '../../adapters/aws/inventory/at-once.ts';
import { reasonOf } from '../../adapters/aws/inventory/gaps.ts';
import type { Reach } from '../../adapters/aws/inventory/reach.ts';
import type { Watcher } from '../../adapters/aws/watcher.ts';
import { type Lane, noteKeys, type Pulse } from '../../contract/notes.ts';
import { memberRoles } from '../../contract/permissions.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { day, hour, type Instant } from '../../core/model/instant.ts';
import { heardOf } from '../beats.ts';
import { documentsIn } from '../documents.ts';
import { watchedAccounts } from '../watched.ts';
import { disagreementOf, type Loss, lossesOf } from './loss.ts';
import { type Heard, oldestOf, type Silent, silentOnes } from './silence.ts';
import { isSwitchedOff, stillOff } from './switched-off.ts';
import { type Bell, turnOf } from './turns.ts';
import { isAsleep } from './watcher.ts';

export interface HeartbeatWork {
  readonly sessions: Pick<Reach, 'caller' | 'organizations'>;
  readonly beat: (place: { readonly roleArn: string; readonly region: string }) => Promise<void>;
  readonly notes: NoteStore;
  /** As the stack tells it. */
  readonly reach: readonly string[];
  readonly lanes: readonly Lane[];
  /** They take turns, so that a beat that is not heard tells of any of them within the hour. */
  readonly regions: readonly string[];
  readonly learns: boolean;
  /** Who watches from another Region; null where nobody does. */
  readonly watcher: Watcher | null;
  readonly now: () => Instant;
}

export interface Round {
  readonly accounts: number;
  readonly refused: number;
  /** Accounts that were watched at the round before, and are not any more: closed, or moved or removed from the units. */
  readonly gone: readonly string[];
  /** Who is not heard, by lane: the whole account, or one Region of it. */
  readonly silent: readonly Silent[];
  /** Of the account that was not heard for longest, by lane, in seconds. */
  readonly ages: Readonly<Partial<Record<Lane, number>>>;
  /** Per cent of the last hour's heartbeats that one lane brought and the other lost. */
  readonly laneDisagreement: number;
  /** Where most of them were lost; null where none was. */
  readonly lossiest: Loss | null;
  readonly sweepLate: boolean;
  readonly learningLate: boolean;
  /** Whoever watches from another Region does not answer, or did not ring when it had to. */
  readonly watcherAsleep: boolean;
}

/** Sweeps come once a day. */
const longestWithoutSweep = 36 * hour;
const longestLearning = 2 * day;
/** A call takes the better part of a second, and a round has four minutes: room for ten thousand calls. */
const placesAtOnce = 32;
/** A table's item holds 400 KB, and of an outage of all there are many: the worst are named, and the others counted. */
const mostNamed = 500;

/** Says who was not heard, calls in every account for the next time, and lets whoever watches know that it did. */
export async function round(work: HeartbeatWork, bell: Bell = 'clock'): Promise<Round> {
  const { read, write } = documentsIn(work.notes);
  const now = work.now();
  const { partition } = await work.sessions.caller();
  const { accounts, members } = await watchedAccounts(work.reach, work.sessions);
  if (members !== null) {
    const active = members.filter(({ isActive }) => isActive);
    await write(noteKeys.accountNames, Object.fromEntries(active.map(({ id, name }) => [id, name])), null);
  }
  const before = await read<Pulse>(noteKeys.heartbeat);
  const sinceOf = (names: readonly string[], known: Readonly<Record<string, Instant>> | undefined) =>
    Object.fromEntries(names.map((name) => [name, known?.[name] ?? now]));
  const since = sinceOf(accounts, before?.since);
  const gone = Object.keys(before?.since ?? {}).filter((account) => !(account in since));
  const asked = { since, regionsSince: sinceOf(work.regions, before?.regionsSince) };
  const heard = (
    await atOnce(accounts, placesAtOnce, (account) =>
      Promise.all(
        work.lanes.map(async (lane): Promise<Heard> => {
          return { account, lane, ...(await heardOf(lane, account, work.notes)) };
        }),
      ),
    )
  ).flat();
  const off = stillOff(before?.off ?? {}, heard, work.regions, now);
  const silent = silentOnes(heard, { ...asked, off }, now);
  const losses = lossesOf(heard, now);
  const regions = turnOf(work.regions, bell, accounts.length, now);
  const places = regions.flatMap((region) => accounts.map((account) => ({ account, region })));
  const refused: Record<string, string> = {};
  const offNow: Record<string, Record<string, Instant>> = {};
  await atOnce(places, placesAtOnce, async ({ account, region }) => {
    const roleArn = `arn:${partition}:iam::${account}:role/${memberRoles.alive}`;
    // fails toward: nothing is heard from there, which rings
    await work.beat({ roleArn, region }).catch((error: unknown) => {
      if (isSwitchedOff(error, region)) offNow[account] = { ...offNow[account], [region]: now };
      else refused[account] = reasonOf(error);
    });
  });
  const seenOff = Object.entries(offNow).map(([account, of]) => [account, { ...off[account], ...of }] as const);
  const shut = Object.entries(refused);
  const worstFirst = silent.toSorted((a, b) => Number(a.region !== undefined) - Number(b.region !== undefined));
  const named = { silent: worstFirst.slice(0, mostNamed), refused: Object.fromEntries(shut.slice(0, mostNamed)) };
  const unnamed = Math.max(0, silent.length - mostNamed) + Math.max(0, shut.length - mostNamed);
  const offThere = { ...off, ...Object.fromEntries(seenOff) };
  const pulse = { at: now, ...asked, ...named, unnamed, off: offThere } satisfies Pulse;
  await write(noteKeys.heartbeat, pulse, null);
  const began = Math.min(now, ...Object.values(since));
  return {
    accounts: accounts.length,
    refused: shut.length,
    gone,
    silent,
    ages: Object.fromEntries(work.lanes.map((lane) => [lane, oldestOf(heard, lane, asked, now)])),
    laneDisagreement: disagreementOf(losses),
    lossiest: losses.filter(({ lost }) => lost > 0).toSorted((a, b) => b.lost - a.lost)[0] ?? null,
    sweepLate: now - ((await endOf(noteKeys.sweepRun, 'finishedAt', work)) ?? began) > longestWithoutSweep,
    learningLate:
      work.learns && now - began > longestLearning && (await endOf(noteKeys.backfill, 'learnedAt', work)) === null,
    watcherAsleep: work.watcher !== null && (await isAsleep(work.watcher, now)),
  };
}

/** When it ended; of a sweep that goes on, when the one before did is not known, and its own start counts. */
async function endOf(
  key: string,
  field: 'finishedAt' | 'learnedAt',
  { notes }: HeartbeatWork,
): Promise<Instant | null> {
  const note = await documentsIn(notes).read<Readonly<Record<string, Instant | null>>>(key);
  if (note === null) return null;
  return note[field] ?? (field === 'finishedAt' ? (note.startedAt ?? null) : null);
}
