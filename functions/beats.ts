import type { Lane } from '../contract/notes.ts';
import { memberRoles } from '../contract/permissions.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import { fieldsOf, textOf } from '../core/intake/fields.ts';
import { type Instant, parseInstant } from '../core/model/instant.ts';
import { amend } from './amend.ts';

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

/** Of an account and a lane. */
export const heardKey = (lane: Lane, account: string) => `heard ${lane} ${account}`;

/** Notes them; the latest of an account and Region counts. */
export async function noteBeats(lane: Lane, beats: readonly Beat[], notes: NoteStore): Promise<void> {
  for (const [account, of] of Map.groupBy(beats, (beat) => beat.account)) {
    const noted = amend<HeardFrom>(heardKey(lane, account), notes, null, (before) => {
      const news = of.filter(({ region, at }) => at > (before?.[region] ?? 0)).toSorted((a, b) => a.at - b.at);
      return news.length === 0
        ? null
        : { ...before, ...Object.fromEntries(news.map(({ region, at }) => [region, at])) };
    });
    // fails toward: it counts as not heard, and the next one comes in minutes
    await noted.catch(() => {});
  }
}
