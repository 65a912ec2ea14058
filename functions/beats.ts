import { minutesBetweenRounds } from '../contract/heartbeat.ts';
import type { Lane } from '../contract/notes.ts';
import { memberRoles } from '../contract/permissions.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import { fieldsOf, textOf } from '../core/intake/fields.ts';
import { type Instant, minute, parseInstant } from '../core/model/instant.ts';
import { amend } from './amend.ts';
import { documentsIn } from './documents.ts';

export interface Beat {
  readonly account: string;
  readonly region: string;
  readonly at: Instant;
}

/** A heartbeat of ours, which shows that the lane it came by is open; null for all else. */
export function beatIn(record: unknown, accountId: string | null): Beat | null {
  const { eventName, eventTime, awsRegion, userIdentity } = fieldsOf(record);
  if (eventName !== 'GetCallerIdentity' || accountId === null) return null;
  const issuer = textOf(fieldsOf(fieldsOf(fieldsOf(userIdentity).sessionContext).sessionIssuer).arn);
  const [at, region] = [parseInstant(textOf(eventTime) ?? ''), textOf(awsRegion)];
  const isOurs = issuer?.replace(/^arn:[\w-]+:/, '') === `iam::${accountId}:role/${memberRoles.alive}`;
  return isOurs && at !== null && region !== null ? { account: accountId, region, at } : null;
}

/** Region → when a lane last heard an account from there. */
export type HeardFrom = Readonly<Record<string, Instant>>;

/** What a lane has heard of an account. */
export interface HeardOf {
  readonly from: HeardFrom;
  /** The heartbeats of two hours, each by when it was made, which every lane says alike. */
  readonly beats: readonly Instant[];
}

/** Of an account and a lane. */
export const heardKey = (lane: Lane, account: string) => `heard ${lane} ${account}`;

/**
 * The latest heartbeat by Region, and for two hours by when it was made: half a round each, so that no two share one though a bell
 * rings early or late. All values are instants, so that a version that knows Regions only reads and writes them rightly, after a
 * rollback too.
 */
type HeardNote = Readonly<Record<string, Instant>>;

const [slots, slotLength] = [48, (minutesBetweenRounds * minute) / 2];
const slotOf = (at: Instant) => `#${Math.floor(at / slotLength) % slots}`;
const isSlot = (place: string) => place.startsWith('#');

/** What the lane noted of the account. */
export async function heardOf(lane: Lane, account: string, notes: NoteStore): Promise<HeardOf> {
  const noted = Object.entries((await documentsIn(notes).read<HeardNote>(heardKey(lane, account))) ?? {});
  return {
    from: Object.fromEntries(noted.filter(([place]) => !isSlot(place))),
    beats: noted.flatMap(([place, at]) => (isSlot(place) ? [at] : [])),
  };
}

/** Notes them, at most once each; the latest of an account and Region counts. */
export async function noteBeats(lane: Lane, beats: readonly Beat[], notes: NoteStore): Promise<void> {
  for (const [account, of] of Map.groupBy(beats, (beat) => beat.account)) {
    const noted = amend<HeardNote>(heardKey(lane, account), notes, null, (before) => {
      const places = of
        .toSorted((a, b) => a.at - b.at)
        .flatMap(({ region, at }) => [region, slotOf(at)].map((place) => [place, at] as const));
      const news = places.filter(([place, at]) => at > (before?.[place] ?? 0));
      return news.length === 0 ? null : { ...before, ...Object.fromEntries(news) };
    });
    // fails toward: it counts as not heard, and the next one comes in minutes
    await noted.catch(() => {});
  }
}
