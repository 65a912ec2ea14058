import { daysSilent } from '../context/habits/familiarity.ts';
import type { RecordedContext } from '../context/recorded-context.ts';
import { day as dayLength, type Instant } from '../model/instant.ts';
import type { Observation } from './observation.ts';

/**
 * Days for which a credential without a use on record is known to have been silent: by its owner's word, or because a use would have been
 * seen. 0 where that is not known, or where it is only a few days.
 */
export function silenceOf(context: RecordedContext, at: Instant): number {
  const { declared, inventoried, watchedSince } = context;
  const lastUsedAt = declared?.lastUsedAt ?? inventoried?.lastUsedAt ?? null;
  if (lastUsedAt !== null && lastUsedAt < at) return daysFrom(lastUsedAt, at);
  const createdAt = declared?.createdAt ?? inventoried?.createdAt ?? null;
  const unseen = watchedSince === null ? 0 : daysFrom(Math.max(createdAt ?? watchedSince, watchedSince), at);
  return unseen >= leastUnseen ? unseen : 0;
}

/** Whether a key is used on this day after a silence that no holiday explains. Roles wait for their people by design. */
export function isAwakening(observation: Observation): boolean {
  return observation.use.credential.kind === 'access-key' && longSilence(observation) !== null;
}

/** Days of a silence that no holiday explains and that ended today; null where there was none. */
export function longSilence({ context, use, day }: Observation): number | null {
  const own = daysSilent(context.baseline, day);
  const days = own > 0 ? own : silenceOf(context, use.at);
  return days >= (own > 0 ? leastSilence : leastUnseen) ? days : null;
}

/** Days; shorter silences are holidays. */
const leastSilence = 30;
/** Fewer are enough where it was never seen in use: then all of the watch is the silence. */
const leastUnseen = 10;

function daysFrom(then: Instant, now: Instant): number {
  return Math.floor((now - then) / dayLength);
}
