import type { Baseline } from '../context/habits/baseline.ts';
import { longestGapBefore } from '../context/habits/familiarity.ts';
import { seenSince } from '../context/habits/seen-since.ts';
import { type AccessKeyId, maskKey } from '../model/brand.ts';
import { day, dayOf, formatDay, type Instant } from '../model/instant.ts';
import type { Decision } from '../plan/decision.ts';
import type { KeyRetirement } from '../plan/measures/measure.ts';
import { outcomeIdOf } from './containment.ts';
import type { Notice } from './notice.ts';

/** One key of the user, as IAM lists it and as its uses on record tell. */
export interface KeySeen {
  readonly id: AccessKeyId;
  readonly active: boolean;
  readonly createdAt: Instant;
  /** IAM's last use. It knows uses that CloudTrail does not record, such as reads of objects, but is hours late. */
  readonly lastUse: { readonly at: Instant; readonly service: string } | null;
  /** Learned from its uses; null where none is on record. */
  readonly habits: Baseline | null;
}

/**
 * What the key waits for before it is switched off, as a clause; null where it waits for nothing: the new key is in use,
 * and this one has been silent for twice its usual gap.
 */
export function waitingFor(measure: KeyRetirement, keys: readonly KeySeen[], now: Instant): string | null {
  const old = keys.find(({ id }) => id === measure.accessKeyId);
  const heirs = keys.filter(({ id, active, createdAt }) => {
    return id !== measure.accessKeyId && active && createdAt >= measure.since - clockSkew;
  });
  const [heir] = heirs;
  if (heir === undefined) return 'no new key has been created yet';
  if (!heirs.some(isInUse)) return `the new key ${maskKey(heir.id)} has not been used yet`;
  if (old === undefined) return null;
  const last = lastUseOf(old);
  const due = 2 * usualGapOf(old, now);
  if (now - (last ?? measure.since) >= due) return null;
  const since = last === null ? 'the rotation' : `its last use on ${formatDay(last)}`;
  return `it has to be unused for ${daysIn(due)} after ${since}`;
}

/** The rotation's own clock and IAM's may differ, and IAM rounds to seconds. */
const clockSkew = 5 * 60_000;

/** A call to STS does not count: a rotation asks who it is when it tries a key. */
function isInUse({ habits, lastUse }: KeySeen): boolean {
  const called = habits === null ? [] : [...habits.tables.service.entries.keys()];
  return called.some((service) => service !== 'sts') || (lastUse !== null && lastUse.service !== 'sts');
}

function lastUseOf({ habits, lastUse }: KeySeen): Instant | null {
  const learned = habits === null || habits.lastAt === 0 ? null : habits.lastAt;
  return learned === null ? (lastUse?.at ?? null) : Math.max(learned, lastUse?.at ?? 0);
}

/** The longest silence that it is known to have come back from, and at least a day; where nothing is known, a week. */
function usualGapOf({ habits }: KeySeen, now: Instant): number {
  if (habits === null || habits.lastAt === 0) return 7 * day;
  return day * Math.max(1, longestGapBefore(habits, dayOf(now) + 1));
}

function daysIn(length: number): string {
  const days = Math.ceil(length / day);
  return days === 1 ? 'a day' : `${days} days`;
}

/** After so long its owner is told who still uses the old key. */
export const patience = 7 * day;

/** How many whole weeks it has waited since the rotation. */
export function weeksLate({ since }: KeyRetirement, now: Instant): number {
  return Math.floor((now - since) / patience);
}

/** Tells the owner of a hand-over that does not end: who still uses the old key, as far as is on record. */
export function lateNotice(
  decision: Decision,
  measure: KeyRetirement,
  waiting: string,
  habits: Baseline | null,
  now: Instant,
): Notice {
  const about = maskKey(measure.accessKeyId);
  const users = habits === null ? null : usersOf(habits, dayOf(measure.since) + 1);
  return {
    id: `${outcomeIdOf(decision.id)} hand-over late ${weeksLate(measure, now)}`,
    to: decision.owner,
    about,
    headline: `${about} in account ${decision.accountId}: rotated on ${formatDay(measure.since)}, but the old key is still on`,
    why: `The old key stays on: ${waiting}.`,
    whatWasDone: users === null ? [] : [`Since then it was used by ${users}.`],
    whatToDo: [
      'Make whatever still uses the old key read the secret again; the old key is then switched off automatically.',
    ],
    doesNotStop: [],
  };
}

/** `boto3, terraform from AS16509 IE`; null where no use since then is on record. */
function usersOf(habits: Baseline, since: number): string | null {
  const [clients, networks] = [seenSince(habits, 'client', since), seenSince(habits, 'network', since)];
  if (clients.length === 0) return null;
  return clients.join(', ') + (networks.length === 0 ? '' : ` from ${networks.join(', ')}`);
}

/** Tells the owner that the old key is off. Its deletion cannot be taken back, and is left to them. */
export function retiredNotice(decision: Decision, { accessKeyId, target }: KeyRetirement): Notice {
  const about = maskKey(accessKeyId);
  const outcomeId = outcomeIdOf(decision.id);
  return {
    id: `${outcomeId} hand-over done`,
    to: decision.owner,
    about,
    headline: `${about} in account ${decision.accountId}: replaced and switched off`,
    why: 'Its successor is in use, and it has been unused for twice its usual gap.',
    whatWasDone: [`Access key ${about} of user ${target.name} is switched off.`],
    whatToDo: [
      `If something stopped working, switch it on again: rescind restore ${outcomeId}`,
      `If nothing misses it, delete it: aws iam delete-access-key --user-name ${target.name} --access-key-id ${accessKeyId}`,
    ],
    doesNotStop: [],
  };
}
